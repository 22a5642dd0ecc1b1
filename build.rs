//! The migrations are compiled into the program: a new file among them has to make a new program.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
