//! Appointment types.

use super::Shelf;
use crate::{
    access::policy::{Ability, Permit},
    kernel::ids::AppointmentTypeId,
    platform::cx::{Cx, CxMut, Fault},
    settings::import::types::{TypeRow, TypeSheet, in_order},
};
use std::collections::HashMap;

impl Shelf for TypeSheet {
    async fn held(&self, cx: &mut Cx, _: Option<uuid::Uuid>) -> Result<HashMap<String, TypeRow>, Fault> {
        let practice = cx.actor.practice.0;
        let rows = sqlx::query_as!(
            TypeRow,
            r#"select t.key, p.key as "parent?", t.name, t.minutes, t.colour, t.tone, t.mark, t.category, t.needs_patient, t.charged,
                      t.buffer_before, t.buffer_after, t.capacity, t.online
                 from appointment_type t left join appointment_type p on p.practice = t.practice and p.id = t.parent
                where t.practice = $1"#,
            practice
        )
        .fetch_all(cx.sql())
        .await?;
        Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
    }

    /// One by one, parents first: there are few, and each needs the id of the one above it.
    async fn put<A: Ability<Over = ()> + Send + Sync>(
        &self,
        cx: &mut CxMut,
        _: &Permit<A>,
        book: Option<uuid::Uuid>,
        rows: Vec<TypeRow>,
    ) -> Result<(), Fault> {
        let practice = cx.actor.practice.0;
        let mut there = self.held(cx, book).await?.into_keys().collect();
        let top = sqlx::query_scalar!(
            r#"select coalesce(max(sort), 0) as "top!" from appointment_type where practice = $1"#,
            practice
        );
        let mut sort = top.fetch_one(cx.sql()).await?;
        for row in in_order(rows, &mut there) {
            sort += 1;
            sqlx::query!(
                "insert into appointment_type (practice, id, key, parent, name, minutes, colour, tone, mark, category, needs_patient,
                                               charged, buffer_before, buffer_after, capacity, online, sort)
                 values ($1, $2, $3, (select p.id from appointment_type p where p.practice = $1 and p.key = $4), $5, $6, $7, $8, $9,
                         $10, $11, $12, $13, $14, $15, $16, $17)
                 on conflict (practice, key) do update
                   set parent = excluded.parent, name = excluded.name, minutes = excluded.minutes, colour = excluded.colour,
                       tone = excluded.tone, mark = excluded.mark, category = excluded.category,
                       needs_patient = excluded.needs_patient, charged = excluded.charged,
                       buffer_before = excluded.buffer_before, buffer_after = excluded.buffer_after,
                       capacity = excluded.capacity, online = excluded.online",
                practice,
                AppointmentTypeId::fresh().0,
                row.key,
                row.parent,
                row.name,
                row.minutes,
                row.colour,
                row.tone,
                row.mark,
                row.category,
                row.needs_patient,
                row.charged,
                row.buffer_before,
                row.buffer_after,
                row.capacity,
                row.online,
                sort
            )
            .execute(cx.sql())
            .await?;
        }
        Ok(())
    }
}
