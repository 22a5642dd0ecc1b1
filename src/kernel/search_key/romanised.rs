//! The Latin spelling of Chinese surnames, so that `li` finds 李. Only surnames: given names are as many as there are
//! characters, and a person who writes hers in Latin letters has it as her preferred name.

/// Pinyin, then (after a slash) what families from Hong Kong, Taiwan and the older South African community write.
const SURNAMES: &str = "\
    an安 bai白 cai蔡/tsai/choi cao曹 chang常 chen陈陳/chan cheng程 cui崔 dai戴 deng邓鄧/tang ding丁 dong董 du杜 fan范樊 fang方/fong \
    feng冯馮/fung fu傅 gao高 gong龚龔 gu顾顧 guo郭/kwok han韩韓 hao郝 he何贺賀/ho hou侯 hu胡/woo huang黄黃/wong jia贾賈 jiang江姜蒋蔣 \
    jin金 kong孔 lai赖賴 lei雷 li李黎/lee liang梁/leung liao廖 lin林/lam liu刘劉/lau long龙龍 lu卢盧陆陸/lo lü吕呂/lui luo罗羅/lo ma马馬 \
    mao毛 meng孟 ni倪 pan潘/poon peng彭/pang qian钱錢 qiao乔喬 qin秦 qiu邱 ren任 shao邵 shen沈 shi石史 song宋 su苏蘇/so sun孙孫 \
    tan谭譚/tam tang汤湯唐 tao陶 tian田 wan万萬 wang王汪/wong wei魏 wen文 wu吴吳武/ng xia夏 xiao萧蕭肖 xie谢謝 xiong熊 xu徐许許/hui \
    xue薛 yan严嚴 yang杨楊/yeung yao姚 ye叶葉/yip yi易 yin尹 yu于余俞/yue yuan袁 zeng曾/tsang zhang张張章/cheung zhao赵趙/chiu \
    zheng郑鄭/cheng zhong钟鍾/chung zhou周/chow zhu朱/chu zou邹鄒";

/// The Latin spellings of the surname written with that character; none for any other character.
pub fn spellings(character: char) -> Vec<&'static str> {
    let Some(entry) =
        SURNAMES.split_ascii_whitespace().filter(|_| is_han(character)).find(|entry| entry.contains(character))
    else {
        return Vec::new();
    };
    let mut parts = entry.split('/');
    let pinyin = parts.next().map(|part| part.trim_end_matches(is_han)).unwrap_or_default();
    // A ü is typed as u or as v; searching compares folded words, where it is u.
    std::iter::once(if pinyin == "lü" { "lu" } else { pinyin }).chain(parts).collect()
}

/// Whether it is written in the unified Han characters.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_is_found_as_its_bearers_spell_it() {
        assert_eq!(spellings('李'), ["li", "lee"]);
        assert_eq!(spellings('黄'), ["huang", "wong"]);
        assert_eq!(spellings('吕'), ["lu", "lui"]);
        assert_eq!(spellings('安'), ["an"]);
        assert!(spellings('龘').is_empty() && spellings('l').is_empty() && spellings('/').is_empty());
    }

    #[test]
    fn no_character_is_listed_twice() {
        let mut characters: Vec<char> = SURNAMES.chars().filter(|c| is_han(*c)).collect();
        characters.sort_unstable();
        assert!(characters.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
