/// The certificate and key of the service, and the connections that use them (TLS 1.2 and 1.3; RFC 8446).
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "uws/http/wire.hpp"

namespace uws::http {

struct TlsFiles {
  std::string certificate{};  ///< PEM: the certificate of the service, then those that lead to the root
  std::string key{};          ///< PEM, without a password; empty: in the file of the certificate
};

/// Thread-safe.
class TlsContext {
 public:
  /// Throws Failure(missing_resource): a file cannot be read, is no PEM, or the key is another
  /// certificate's.
  explicit TlsContext(TlsFiles files);
  ~TlsContext();

  /// Reads the files again: new connections get the new certificate, old ones go on. Throws as the
  /// constructor does, and then goes on with what it had.
  void reload();

  /// Speaks TLS, as the server, over a connected wire.
  std::unique_ptr<Wire> secured(std::unique_ptr<Wire> plain) const;

 private:
  struct Loaded;
  TlsFiles const files_;
  mutable std::mutex mutex_;
  std::shared_ptr<Loaded const> loaded_;
};

}  // namespace uws::http
