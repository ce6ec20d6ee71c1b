#include "uws/http/tls_context.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "engine/base/failure.hpp"
#include "uws/http/tls_wire.hpp"

namespace uws::http {

struct FreeContext {
  void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};
using ContextHandle = std::unique_ptr<SSL_CTX, FreeContext>;

struct TlsContext::Loaded {
  ContextHandle context;
};

namespace {

/// The oldest reason in OpenSSL's queue, which is then empty.
std::string reason() {
  auto const code = ERR_get_error();
  ERR_clear_error();
  auto const* const text = code == 0 ? nullptr : ERR_reason_error_string(code);
  return text ? text : "no reason is given";
}

[[noreturn]] void throw_unusable(std::string const& what, std::string const& file, std::string const& why,
                                 std::string const& advice) {
  throw engine::Failure(engine::Fault::missing_resource,
                        "cannot use the " + what + ": " + file + " (" + why + ") - " + advice);
}

void refuse_unreadable(std::string const& what, std::string const& file) {
  if (std::ifstream(file).good()) return;
  throw_unusable(what, file, "it cannot be opened", "is it there, and may this user read it?");
}

/// Asking for a password at a terminal is nothing for a daemon.
int no_password(char*, int, int, void*) { return 0; }

/// HTTP/1.1 is what is spoken here; clients that offer only other protocols are left to find out.
int choose_protocol(SSL*, unsigned char const** chosen, unsigned char* length, unsigned char const* offered,
                    unsigned int size, void*) {
  static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  for (unsigned int at = 0; at < size; at += offered[at] + 1U) {
    if (offered[at] != ours[0] || at + ours.size() > size) continue;
    if (!std::equal(ours.begin(), ours.end(), offered + at)) continue;
    *chosen = offered + at + 1;
    *length = ours[0];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_NOACK;
}

/// Forward secrecy and authenticated encryption only; those of TLS 1.3 are all so.
constexpr char const* ciphers_of_tls_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20";

ContextHandle new_context() {
  ContextHandle context(SSL_CTX_new(TLS_server_method()));
  if (!context)
    throw engine::Failure(engine::Fault::missing_resource, "cannot start OpenSSL (" + reason() + ")");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context.get(), ciphers_of_tls_1_2);
  SSL_CTX_set_options(context.get(),
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_default_passwd_cb(context.get(), no_password);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  // Sessions are resumed by tickets, which the clients keep; nothing of them is kept here.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  return context;
}

ContextHandle context_of(TlsFiles const& files) {
  auto const& key = files.key.empty() ? files.certificate : files.key;
  refuse_unreadable("certificate", files.certificate);
  refuse_unreadable("key", key);
  ERR_clear_error();
  auto context = new_context();
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1)
    throw_unusable("certificate", files.certificate, reason(), "it must be PEM: -----BEGIN CERTIFICATE-----");
  if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1)
    throw_unusable("key", key, reason(), "it must be PEM, without a password, and belong to the certificate");
  if (SSL_CTX_check_private_key(context.get()) != 1)
    throw_unusable("key", key, reason(), "it belongs to another certificate");
  return context;
}

}  // namespace

TlsContext::TlsContext(TlsFiles files)
    : files_(std::move(files)), loaded_(std::make_shared<Loaded const>(Loaded{context_of(files_)})) {}

TlsContext::~TlsContext() = default;

void TlsContext::reload() {
  auto fresh = std::make_shared<Loaded const>(Loaded{context_of(files_)});
  std::lock_guard const lock(mutex_);
  loaded_ = std::move(fresh);
}

std::unique_ptr<Wire> TlsContext::secured(std::unique_ptr<Wire> plain) const {
  auto const loaded = [this] {
    std::lock_guard const lock(mutex_);
    return loaded_;
  }();
  return tls_wire(*loaded->context, std::move(plain));
}

}  // namespace uws::http
