//! A believable desk, made for `chama demo` and for measuring.
