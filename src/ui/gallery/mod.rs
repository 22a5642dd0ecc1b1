//! The gallery: every component in every state, from fixtures. Axe, pictures and the run without scripts look at it.
