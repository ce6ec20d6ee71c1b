/// Passwords and secrets (libsodium): hashes that are slow on purpose, secrets from the system's random
/// numbers.
#pragma once

#include <string>
#include <string_view>

namespace uws {

/// Argon2id in its text form, with a salt of its own; takes tens of milliseconds and 64 MB.
std::string password_hash(std::string_view password);
bool password_matches(std::string const& hash, std::string_view password);

/// 256 random bits, URL-safe: what stands for a user in "Authorization: Bearer".
std::string new_secret();

/// A keyed hash for tables in memory: useless outside this process.
std::string memory_digest(std::string_view text);

}  // namespace uws
