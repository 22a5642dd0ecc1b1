//! Tariff codes and modifiers.

use super::Shelf;
use crate::{
    access::policy::{Ability, Permit},
    platform::cx::{Cx, CxMut, Fault},
    settings::import::{
        reference::{ModifierRow, ModifierSheet},
        sheet::Sheet,
        tariff::{TariffRow, TariffSheet},
    },
};
use std::collections::HashMap;

impl Shelf for TariffSheet {
    async fn held(&self, cx: &mut Cx, book: Option<uuid::Uuid>) -> Result<HashMap<String, TariffRow>, Fault> {
        let practice = cx.actor.practice.0;
        let rows = sqlx::query!(
            "select profession, code, branch, label, description, fee_cents, price_mode, at_cost, own_account, standalone,
                    modality, unit, limits
               from tariff_code where practice = $1 and book = $2",
            practice,
            book.unwrap_or_default()
        )
        .fetch_all(cx.sql())
        .await?;
        let held = rows.into_iter().map(|r| TariffRow {
            profession: r.profession,
            code: r.code,
            branch: r.branch,
            label: r.label,
            description: r.description,
            fee_cents: r.fee_cents,
            price_mode: r.price_mode,
            at_cost: r.at_cost,
            own_account: r.own_account,
            standalone: r.standalone,
            modality: r.modality,
            unit: r.unit,
            limits: r.limits,
            bare: false,
        });
        Ok(held.map(|row| (TariffSheet::key(&row), row)).collect())
    }

    async fn put<A: Ability<Over = ()> + Send + Sync>(
        &self,
        cx: &mut CxMut,
        _: &Permit<A>,
        book: Option<uuid::Uuid>,
        rows: Vec<TariffRow>,
    ) -> Result<(), Fault> {
        let practice = cx.actor.practice.0;
        let text = |of: fn(&TariffRow) -> &String| rows.iter().map(|r| of(r).clone()).collect::<Vec<_>>();
        let flag = |of: fn(&TariffRow) -> bool| rows.iter().map(of).collect::<Vec<_>>();
        sqlx::query!(
            "insert into tariff_code (practice, book, profession, code, branch, label, description, fee_cents, price_mode,
                                      at_cost, own_account, standalone, modality, unit, limits)
             select $1, $2, r.* from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
                                            $9::text[], $10::bool[], $11::bool[], $12::bool[], $13::bool[], $14::text[],
                                            $15::jsonb[]) r",
            practice,
            book.unwrap_or_default(),
            &text(|r| &r.profession),
            &text(|r| &r.code),
            &text(|r| &r.branch),
            &text(|r| &r.label),
            &text(|r| &r.description),
            &rows.iter().map(|r| r.fee_cents).collect::<Vec<_>>(),
            &text(|r| &r.price_mode),
            &flag(|r| r.at_cost),
            &flag(|r| r.own_account),
            &flag(|r| r.standalone),
            &flag(|r| r.modality),
            &text(|r| &r.unit),
            &rows.iter().map(|r| r.limits.clone()).collect::<Vec<_>>()
        )
        .execute(cx.sql())
        .await?;
        Ok(())
    }
}

impl Shelf for ModifierSheet {
    async fn held(&self, cx: &mut Cx, book: Option<uuid::Uuid>) -> Result<HashMap<String, ModifierRow>, Fault> {
        let practice = cx.actor.practice.0;
        let rows = sqlx::query_as!(
            ModifierRow,
            "select profession, code, label, effect, factor_bp, scope, applies_to, automatic, requires, note
               from modifier where practice = $1 and book = $2",
            practice,
            book.unwrap_or_default()
        )
        .fetch_all(cx.sql())
        .await?;
        Ok(rows.into_iter().map(|row| (ModifierSheet::key(&row), row)).collect())
    }

    async fn put<A: Ability<Over = ()> + Send + Sync>(
        &self,
        cx: &mut CxMut,
        _: &Permit<A>,
        book: Option<uuid::Uuid>,
        rows: Vec<ModifierRow>,
    ) -> Result<(), Fault> {
        let practice = cx.actor.practice.0;
        let text = |of: fn(&ModifierRow) -> &String| rows.iter().map(|r| of(r).clone()).collect::<Vec<_>>();
        sqlx::query!(
            "insert into modifier (practice, book, profession, code, label, effect, factor_bp, scope, applies_to, automatic,
                                   requires, note)
             select $1, $2, r.* from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[],
                                            $10::bool[], $11::text[], $12::text[]) r",
            practice,
            book.unwrap_or_default(),
            &text(|r| &r.profession),
            &text(|r| &r.code),
            &text(|r| &r.label),
            &text(|r| &r.effect),
            &rows.iter().map(|r| r.factor_bp).collect::<Vec<_>>(),
            &text(|r| &r.scope),
            &text(|r| &r.applies_to),
            &rows.iter().map(|r| r.automatic).collect::<Vec<_>>(),
            &text(|r| &r.requires),
            &text(|r| &r.note)
        )
        .execute(cx.sql())
        .await?;
        Ok(())
    }
}
