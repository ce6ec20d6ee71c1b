#include "uws/http/gzip.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <zlib.h>

#include "engine/base/failure.hpp"

namespace uws::http {

namespace {

/// zlib's stream of compression, with a gzip frame around it. Level 1: five times faster than the default and
/// still a fifth of the size for tables.
class Deflate {
 public:
  Deflate() {
    constexpr int level = 1, window_bits_with_gzip_frame = 15 + 16, memory = 8;
    if (deflateInit2(&stream_, level, Z_DEFLATED, window_bits_with_gzip_frame, memory, Z_DEFAULT_STRATEGY) !=
        Z_OK)
      throw engine::Failure(engine::Fault::missing_resource,
                            "cannot compress the answer: no memory for zlib");
  }
  ~Deflate() { deflateEnd(&stream_); }
  Deflate(Deflate const&) = delete;
  Deflate& operator=(Deflate const&) = delete;

  /// Appends the compressed form of `text`, as far as zlib gives it out. flush: one of Z_NO_FLUSH,
  /// Z_SYNC_FLUSH, Z_FINISH.
  void put(std::string_view text, int flush, std::string& out) {
    do {
      // zlib counts in unsigned int: a text beyond 4 GB goes in pieces.
      std::size_t const piece = std::min<std::size_t>(text.size(), std::size_t{1} << 30);
      // zlib does not write to its input; the missing const is a matter of age.
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
      stream_.avail_in = static_cast<uInt>(piece);
      text.remove_prefix(piece);
      drain(text.empty() ? flush : Z_NO_FLUSH, out);
    } while (!text.empty());
  }

 private:
  void drain(int flush, std::string& out) {
    constexpr std::size_t step = 32 << 10;
    do {
      std::size_t const old = out.size();
      out.resize(old + step);
      stream_.next_out = reinterpret_cast<Bytef*>(out.data() + old);
      stream_.avail_out = static_cast<uInt>(step);
      deflate(&stream_, flush);  // its only errors are misuse
      out.resize(old + step - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

  z_stream stream_{};
};

class GzipSource : public BodySource {
 public:
  explicit GzipSource(std::unique_ptr<BodySource> body) : body_(std::move(body)) {}

  bool read(std::string& chunk) override {
    chunk.clear();
    while (chunk.empty() && !ended_) {
      bool const more = body_->read(plain_);
      ended_ = !more;
      if (more)
        deflate_.put(plain_, std::exchange(first_, false) ? Z_SYNC_FLUSH : Z_NO_FLUSH, chunk);
      else
        deflate_.put({}, Z_FINISH, chunk);
    }
    return !chunk.empty();
  }

 private:
  std::unique_ptr<BodySource> body_;
  Deflate deflate_;
  std::string plain_;
  bool first_ = true, ended_ = false;
};

}  // namespace

std::string gzipped(std::string_view text) {
  std::string out;
  Deflate().put(text, Z_FINISH, out);
  return out;
}

std::unique_ptr<BodySource> gzipped(std::unique_ptr<BodySource> body) {
  return std::make_unique<GzipSource>(std::move(body));
}

}  // namespace uws::http
