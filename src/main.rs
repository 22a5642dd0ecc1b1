//! The program; everything is in the library.

fn main() -> std::process::ExitCode {
    hadada::server::cli::main()
}
