#include "uws/identity/password.hpp"

#include <array>

#include <sodium.h>

#include "engine/base/failure.hpp"

namespace uws {
namespace {

void start_sodium() {
  static int const started = sodium_init();
  if (started < 0) throw engine::Failure(engine::Fault::internal, "libsodium could not be started");
}

}  // namespace

std::string password_hash(std::string_view password) {
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot hash a password: 64 MB of memory are needed");
  return hash.data();
}

bool password_matches(std::string const& hash, std::string_view password) {
  start_sodium();
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string new_secret() {
  start_sodium();
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // the terminating NUL
  return text;
}

std::string memory_digest(std::string_view text) {
  start_sodium();
  static auto const key = [] {
    std::array<unsigned char, crypto_generichash_KEYBYTES> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
  }();
  std::string digest(crypto_generichash_BYTES, '\0');
  // libsodium speaks of unsigned bytes, std::string of characters.
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<unsigned char const*>(text.data()), text.size(), key.data(),
                     key.size());
  return digest;
}

}  // namespace uws
