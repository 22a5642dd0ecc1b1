//! stub
/// stub
pub fn routes() -> axum::Router<crate::server::http::State> {
    axum::Router::new()
}
