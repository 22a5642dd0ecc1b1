//! The directory of schemes and their administrators.

use super::Shelf;
use crate::{
    access::policy::{Ability, Permit},
    kernel::{ids::SchemeId, name::fold},
    platform::cx::{Cx, CxMut, Fault},
    settings::import::reference::{AdministratorRow, AdministratorSheet, SchemeRow, SchemeSheet},
};
use std::collections::{HashMap, HashSet};

/// Keys of the administrators that are there.
async fn administrator_keys(cx: &mut Cx) -> Result<HashSet<String>, Fault> {
    let practice = cx.actor.practice.0;
    let keys = sqlx::query_scalar!("select key from scheme_administrator where practice = $1", practice);
    Ok(keys.fetch_all(cx.sql()).await?.into_iter().collect())
}

impl Shelf for AdministratorSheet {
    async fn held(&self, cx: &mut Cx, _: Option<uuid::Uuid>) -> Result<HashMap<String, AdministratorRow>, Fault> {
        let practice = cx.actor.practice.0;
        let rows = sqlx::query_as!(
            AdministratorRow,
            "select key, name, kind, status, note from scheme_administrator where practice = $1",
            practice
        )
        .fetch_all(cx.sql())
        .await?;
        Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
    }

    async fn put<A: Ability<Over = ()> + Send + Sync>(
        &self,
        cx: &mut CxMut,
        _: &Permit<A>,
        _: Option<uuid::Uuid>,
        rows: Vec<AdministratorRow>,
    ) -> Result<(), Fault> {
        let practice = cx.actor.practice.0;
        let text = |of: fn(&AdministratorRow) -> &String| rows.iter().map(|r| of(r).clone()).collect::<Vec<_>>();
        sqlx::query!(
            "insert into scheme_administrator (practice, key, name, kind, status, note)
             select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) r
             on conflict (practice, key) do update
               set name = excluded.name, kind = excluded.kind, status = excluded.status, note = excluded.note",
            practice,
            &text(|r| &r.key),
            &text(|r| &r.name),
            &text(|r| &r.kind),
            &text(|r| &r.status),
            &text(|r| &r.note)
        )
        .execute(cx.sql())
        .await?;
        Ok(())
    }
}

impl Shelf for SchemeSheet {
    async fn ready(&mut self, cx: &mut Cx) -> Result<(), Fault> {
        self.administrators = administrator_keys(cx).await?;
        Ok(())
    }

    async fn held(&self, cx: &mut Cx, _: Option<uuid::Uuid>) -> Result<HashMap<String, SchemeRow>, Fault> {
        let practice = cx.actor.practice.0;
        let rows = sqlx::query_as!(
            SchemeRow,
            "select key, name, is_abbreviation, registration_no, administrator, status, note from scheme where practice = $1",
            practice
        )
        .fetch_all(cx.sql())
        .await?;
        Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
    }

    async fn put<A: Ability<Over = ()> + Send + Sync>(
        &self,
        cx: &mut CxMut,
        _: &Permit<A>,
        _: Option<uuid::Uuid>,
        rows: Vec<SchemeRow>,
    ) -> Result<(), Fault> {
        let practice = cx.actor.practice.0;
        let text = |of: fn(&SchemeRow) -> &String| rows.iter().map(|r| of(r).clone()).collect::<Vec<_>>();
        let ids: Vec<uuid::Uuid> = rows.iter().map(|_| SchemeId::fresh().0).collect();
        let folded: Vec<String> = rows.iter().map(|r| fold(&r.name)).collect();
        let administrators: Vec<Option<String>> = rows.iter().map(|r| r.administrator.clone()).collect();
        sqlx::query!(
            "insert into scheme (practice, id, key, name, name_folded, is_abbreviation, registration_no, administrator, status, note)
             select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::text[], $8::text[],
                                        $9::text[], $10::text[]) r
             on conflict (practice, key) do update
               set name = excluded.name, name_folded = excluded.name_folded, is_abbreviation = excluded.is_abbreviation,
                   registration_no = excluded.registration_no, administrator = excluded.administrator,
                   status = excluded.status, note = excluded.note",
            practice,
            &ids,
            &text(|r| &r.key),
            &text(|r| &r.name),
            &folded,
            &rows.iter().map(|r| r.is_abbreviation).collect::<Vec<_>>(),
            &text(|r| &r.registration_no),
            &administrators as &[Option<String>],
            &text(|r| &r.status),
            &text(|r| &r.note)
        )
        .execute(cx.sql())
        .await?;
        Ok(())
    }
}
