/// The other side of TLS, by OpenSSL's own client; and certificates to test with.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/ssl.h>

namespace uws_test {

struct FreeBio {
  void operator()(BIO* bio) const noexcept { BIO_free_all(bio); }
};
struct FreeClient {
  void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};

class TlsClient {
 public:
  /// Trusts every certificate. `version`: the only one that is spoken; 0: any.
  explicit TlsClient(std::uint16_t port, int version = 0);
  bool connected() const { return connected_; }
  bool send(std::string_view bytes);
  std::string receive(std::size_t bytes);  ///< so many, or less at the end
  std::string until_end();  ///< everything, and `ended_well()` then says whether it was the end
  bool ended_well() const { return ended_well_; }
  std::string version() const;
  std::string subject() const;  ///< common name of the server's certificate

 private:
  std::unique_ptr<SSL_CTX, FreeClient> context_;
  std::unique_ptr<BIO, FreeBio> bio_;
  SSL* ssl_ = nullptr;
  bool connected_ = false, ended_well_ = false;
};

/// Writes a self-signed certificate with its key into one PEM file.
void write_certificate(std::string const& path, std::string const& name);

}  // namespace uws_test
