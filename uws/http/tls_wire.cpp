// OpenSSL reads from and writes to memory here; the bytes travel by the wire beneath, which is a plain one.
// So nothing of connections, clocks and limits is known twice.
#include "uws/http/tls_wire.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "engine/base/failure.hpp"

namespace uws::http {

namespace {

struct FreeSsl {
  void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
};
using SslHandle = std::unique_ptr<SSL, FreeSsl>;

/// What a client gets that speaks HTTP to the port of HTTPS.
std::string plain_answer() {
  std::string const text = "This port speaks HTTPS: begin the URL with https:// instead of http://.\n";
  return "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
         "Content-Length: " +
         std::to_string(text.size()) + "\r\n\r\n" + text;
}

constexpr unsigned char handshake_record = 22;  ///< RFC 8446 section 5.1
/// A chunk of a stream with its frame fits.
constexpr std::size_t most_encrypted_at_once = 128 << 10;
/// Of answers to a client's handshake messages, which it can go on asking for without reading any.
constexpr std::size_t most_unsent = 256 << 10;
/// Of what a client says that does not speak TLS.
constexpr std::size_t most_plain_input = 1 << 20;

/// The connection behind a TlsWire; kept by the callbacks under way, which may outlive it.
class TlsState : public std::enable_shared_from_this<TlsState> {
 public:
  TlsState(SSL_CTX& context, std::unique_ptr<Wire> plain)
      : plain_(std::move(plain)), ssl_(SSL_new(&context)) {
    BIO* const in = BIO_new(BIO_s_mem());
    BIO* const out = BIO_new(BIO_s_mem());
    if (!ssl_ || !in || !out) {
      BIO_free(in), BIO_free(out);
      throw engine::Failure(engine::Fault::missing_resource, "no memory for a TLS connection");
    }
    SSL_set_bio(ssl_.get(), in, out);  // both are its own from here on
    SSL_set_accept_state(ssl_.get());
  }

  // A session does not expect to be called back before read() and write() have returned.

  void read(std::function<void(std::string_view)> then) {
    then_read_ = std::move(then);
    if (take_input())
      plain_->post([self = shared_from_this()] { self->deliver(); });
    else
      receive();
  }

  void write(std::vector<std::string_view> pieces, std::function<void(bool)> then) {
    pieces_ = std::move(pieces);
    then_written_ = std::move(then);
    plain_->post([self = shared_from_this()] { self->write_on(); });
  }

  void end_sending() {
    say_goodbye();
    end_when_sent_ = true;
    if (!sending_) plain_->end_sending();
  }

  void close() {
    if (closed_) return;
    closed_ = true;
    // An alert fits into the socket's buffer; if it does not, nobody is reading.
    if (!sending_) say_goodbye();
    plain_->close();
    then_read_ = nullptr;
    then_written_ = nullptr;
  }

  Wire& plain() { return *plain_; }

 private:
  /// Decrypts what has come; true if the session has something to hear.
  bool take_input() {
    if (!broken_) decrypt();
    send_pending();
    if (BIO_ctrl_pending(SSL_get_wbio(ssl_.get())) > most_unsent) broken_ = ended_ = true;
    return !clear_.empty() || ended_;
  }

  void deliver() {
    if (!then_read_ || closed_) return;
    auto const then = std::exchange(then_read_, nullptr);
    then(std::exchange(clear_, {}));
  }

  void receive() {
    if (receiving_ || closed_) return;
    receiving_ = true;
    plain_->read([self = shared_from_this()](std::string_view bytes) { self->received(bytes); });
  }

  void received(std::string_view bytes) {
    receiving_ = false;
    if (closed_) return;
    if (bytes.empty()) ended_ = true;
    if (answered_plainly_) return ignore(bytes);
    bool const first = !std::exchange(begun_, true) && !bytes.empty();
    if (first && static_cast<unsigned char>(bytes.front()) != handshake_record) return answer_plainly();
    std::size_t taken = 0;
    if (!bytes.empty()) BIO_write_ex(SSL_get_rbio(ssl_.get()), bytes.data(), bytes.size(), &taken);
    if (taken != bytes.size()) ended_ = true;  // no memory: as if the client had left
    bool const heard = take_input();
    write_on();  // which may have waited for the end of the handshake
    if (!then_read_) return;
    if (heard) return deliver();
    receive();
  }

  /// Everything that can be decrypted now. Sets ended_ at the end of the client's bytes and at nonsense.
  void decrypt() {
    std::array<char, 16 << 10> record;  // NOLINT: filled by what follows
    for (;;) {
      ERR_clear_error();
      std::size_t got = 0;
      int const result = SSL_read_ex(ssl_.get(), record.data(), record.size(), &got);
      if (result == 1) {
        clear_.append(record.data(), got);
        continue;
      }
      int const why = SSL_get_error(ssl_.get(), result);
      if (why != SSL_ERROR_WANT_READ) ended_ = true;
      if (why == SSL_ERROR_SSL || why == SSL_ERROR_SYSCALL) broken_ = true;
      return;
    }
  }

  /// Encrypts what the session wants to send, a piece of bounded size at a time.
  void write_on() {
    if (!then_written_ || closed_ || sending_) return;
    std::string clear;
    while (!pieces_.empty() && clear.size() < most_encrypted_at_once) {
      std::string_view& piece = pieces_.front();
      std::size_t const take = std::min(piece.size(), most_encrypted_at_once - clear.size());
      clear.append(piece.substr(0, take));
      piece.remove_prefix(take);
      if (piece.empty()) pieces_.erase(pieces_.begin());
    }
    if (!encrypt(clear)) {
      // The client has not finished its handshake: what comes of it next lets us go on.
      if (!broken_ && !ended_ && !SSL_is_init_finished(ssl_.get())) return put_back(std::move(clear));
      return written(false);
    }
    send_pending();
    if (!sending_) written(true);  // nothing was to be sent
  }

  bool encrypt(std::string_view clear) {
    if (broken_) return false;
    if (clear.empty()) return true;
    ERR_clear_error();
    std::size_t done = 0;
    int const result = SSL_write_ex(ssl_.get(), clear.data(), clear.size(), &done);
    if (result == 1) return true;
    if (SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_READ) broken_ = true;
    return false;
  }

  void put_back(std::string clear) {
    held_ = std::move(clear);
    pieces_.insert(pieces_.begin(), held_);
    send_pending();
    receive();
  }

  void written(bool sent) {
    pieces_.clear();
    held_.clear();
    if (auto const then = std::exchange(then_written_, nullptr)) then(sent);
  }

  /// Hands what OpenSSL wants to be sent to the wire beneath: handshakes, alerts, data.
  void send_pending() {
    if (sending_) return;
    BIO* const out = SSL_get_wbio(ssl_.get());
    std::size_t const waiting = BIO_ctrl_pending(out);
    if (waiting == 0) return;
    cipher_.resize(waiting);
    std::size_t got = 0;
    BIO_read_ex(out, cipher_.data(), cipher_.size(), &got);
    cipher_.resize(got);
    send_cipher();
  }

  void send_cipher() {
    sending_ = true;
    plain_->write({cipher_}, [self = shared_from_this()](bool sent) { self->on_sent(sent); });
  }

  void on_sent(bool sent) {
    sending_ = false;
    std::string().swap(cipher_);
    if (closed_) return;
    if (!sent) {
      broken_ = ended_ = true;
      return written(false);
    }
    send_pending();
    if (sending_) return;
    if (end_when_sent_ || answered_plainly_) return plain_->end_sending();
    if (!pieces_.empty()) return write_on();
    if (then_written_) written(true);
  }

  void answer_plainly() {
    broken_ = answered_plainly_ = true;
    cipher_ = plain_answer();
    send_cipher();
    receive();
  }

  /// Until a client that speaks no TLS has its answer and leaves: closed earlier, the rest of its request
  /// would undo the answer on its way.
  void ignore(std::string_view bytes) {
    ignored_ += bytes.size();
    if (ignored_ > most_plain_input) ended_ = true;
    if (ended_) return deliver();
    receive();
  }

  void say_goodbye() {
    if (broken_ || !SSL_is_init_finished(ssl_.get())) return;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    send_pending();
  }

  std::unique_ptr<Wire> plain_;
  SslHandle ssl_;
  std::function<void(std::string_view)> then_read_;
  std::function<void(bool)> then_written_;
  std::vector<std::string_view> pieces_;  ///< of the session, still to be encrypted
  std::string clear_;                     ///< for the session, when it reads
  std::string cipher_;                    ///< on its way
  std::string held_;                      ///< clear text that waits for the handshake
  std::size_t ignored_ = 0;
  bool begun_ = false, ended_ = false, broken_ = false, closed_ = false;
  bool receiving_ = false, sending_ = false, end_when_sent_ = false, answered_plainly_ = false;
};

class TlsWire : public Wire {
 public:
  TlsWire(SSL_CTX& context, std::unique_ptr<Wire> plain)
      : state_(std::make_shared<TlsState>(context, std::move(plain))) {}
  ~TlsWire() override { state_->close(); }

  void read(std::function<void(std::string_view)> then) override { state_->read(std::move(then)); }
  void write(std::vector<std::string_view> pieces, std::function<void(bool)> then) override {
    state_->write(std::move(pieces), std::move(then));
  }
  void end_sending() override { state_->end_sending(); }
  void close() override { state_->close(); }
  void alarm(std::chrono::steady_clock::time_point when, std::function<void()> ring) override {
    state_->plain().alarm(when, std::move(ring));
  }
  void no_alarm() override { state_->plain().no_alarm(); }
  void post(std::function<void()> task) override { state_->plain().post(std::move(task)); }
  std::string_view scheme() const override { return "https"; }

 private:
  std::shared_ptr<TlsState> state_;
};

}  // namespace

std::unique_ptr<Wire> tls_wire(ssl_ctx_st& context, std::unique_ptr<Wire> plain) {
  return std::make_unique<TlsWire>(context, std::move(plain));
}

}  // namespace uws::http
