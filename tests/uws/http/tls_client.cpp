#include "tests/uws/http/tls_client.hpp"

#include <array>
#include <cstdio>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace uws_test {

TlsClient::TlsClient(std::uint16_t port, int version) : context_(SSL_CTX_new(TLS_client_method())) {
  if (version != 0) {
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), version);
    SSL_CTX_set_max_proto_version(context_.get(), version);
  }
  bio_.reset(BIO_new_ssl_connect(context_.get()));
  BIO_get_ssl(bio_.get(), &ssl_);
  BIO_set_conn_hostname(bio_.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
  connected_ = BIO_do_handshake(bio_.get()) == 1;
  ERR_clear_error();
}

bool TlsClient::send(std::string_view bytes) {
  std::size_t sent = 0;
  return BIO_write_ex(bio_.get(), bytes.data(), bytes.size(), &sent) == 1 && sent == bytes.size();
}

std::string TlsClient::receive(std::size_t bytes) {
  std::string all(bytes, '\0');
  std::size_t have = 0;
  while (have < bytes) {
    std::size_t got = 0;
    if (BIO_read_ex(bio_.get(), all.data() + have, bytes - have, &got) != 1) break;
    have += got;
  }
  all.resize(have);
  return all;
}

std::string TlsClient::until_end() {
  std::string all;
  std::array<char, 65536> part{};
  std::size_t got = 0;
  while (BIO_read_ex(bio_.get(), part.data(), part.size(), &got) == 1) all.append(part.data(), got);
  ended_well_ = (SSL_get_shutdown(ssl_) & SSL_RECEIVED_SHUTDOWN) != 0;
  return all;
}

std::string TlsClient::version() const { return SSL_get_version(ssl_); }

std::string TlsClient::subject() const {
  X509* const certificate = SSL_get1_peer_certificate(ssl_);
  if (!certificate) return {};
  std::array<char, 200> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
  X509_free(certificate);
  return name.data();
}

void write_certificate(std::string const& path, std::string const& name) {
  EVP_PKEY* const key = EVP_EC_gen("P-256");
  X509* const certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* const subject = X509_get_subject_name(certificate);
  auto const* const text = reinterpret_cast<unsigned char const*>(name.c_str());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_sign(certificate, key, EVP_sha256());
  std::FILE* const file = std::fopen(path.c_str(), "w");
  PEM_write_X509(file, certificate);
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

}  // namespace uws_test
