// POSIX.1-2001 (IEEE Std 1003.1), pax: "pax Interchange Format" and "ustar Interchange Format".
#include <array>
#include <charconv>

#include "uws/results/archive.hpp"
#include "uws/results/entry_reader.hpp"

namespace uws {

namespace {

constexpr std::size_t block = 512;
constexpr std::uint64_t largest_octal = (std::uint64_t{1} << 33) - 1;  // eleven octal digits

using Block = std::array<char, block>;

void put(Block& header, std::size_t at, std::string_view text) {
  std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
}

/// Octal digits with leading zeros; the byte behind them stays NUL.
void put_octal(Block& header, std::size_t at, std::size_t digits, std::uint64_t number) {
  for (std::size_t i = digits; i-- > 0; number /= 8) header[at + i] = static_cast<char>('0' + number % 8);
}

std::string header_block(std::string_view name, std::uint64_t size, std::int64_t modified, char type) {
  Block header{};
  put(header, 0, name.substr(0, 100));
  put_octal(header, 100, 7, 0644);
  put_octal(header, 108, 7, 0);
  put_octal(header, 116, 7, 0);
  put_octal(header, 124, 11, size > largest_octal ? 0 : size);
  put_octal(header, 136, 11, static_cast<std::uint64_t>(std::max<std::int64_t>(modified, 0)));
  put(header, 148, "        ");
  header[156] = type;
  put(header, 257, std::string_view("ustar\00000", 8));
  put(header, 265, "distiller");
  put(header, 297, "distiller");
  unsigned int sum = 0;
  for (char const c : header) sum += static_cast<unsigned char>(c);
  put_octal(header, 148, 6, sum);
  header[154] = '\0';
  return {header.data(), header.size()};
}

std::string padding(std::uint64_t size) { return std::string((block - size % block) % block, '\0'); }

/// "<length> key=value\n": the length counts its own digits.
std::string extended(std::string_view key, std::string_view value) {
  std::size_t const rest = key.size() + value.size() + 3;
  std::size_t length = rest + 1;
  while (std::to_string(length).size() + rest != length) ++length;
  return std::to_string(length) + " " + std::string(key) + "=" + std::string(value) + "\n";
}

std::string headers_of(ArchiveEntry const& entry, std::uint64_t size) {
  std::int64_t const modified =
      std::chrono::floor<std::chrono::seconds>(entry.modified).time_since_epoch().count();
  std::string more;
  if (entry.name.size() > 100) more += extended("path", entry.name);
  if (size > largest_octal) more += extended("size", std::to_string(size));
  std::string out;
  if (!more.empty())
    out = header_block("PaxHeaders/" + entry.name.substr(0, 80), more.size(), modified, 'x') + more +
          padding(more.size());
  return out + header_block(entry.name, size, modified, '0');
}

class TarSource : public http::BodySource {
 public:
  explicit TarSource(std::vector<ArchiveEntry> entries) : entries_(std::move(entries)) {}

  bool read(std::string& chunk) override {
    chunk.clear();
    if (ended_) return false;
    if (reader_) {
      reader_->read(chunk);
      if (!chunk.empty()) return true;
      chunk = padding(reader_->size());
      reader_.reset();
    }
    if (next_ < entries_.size()) {
      ArchiveEntry const& entry = entries_[next_++];
      reader_.emplace(entry);
      chunk += headers_of(entry, reader_->size());
      return true;
    }
    ended_ = true;
    chunk += std::string(2 * block, '\0');
    return true;
  }

 private:
  std::vector<ArchiveEntry> entries_;
  std::size_t next_ = 0;
  std::optional<EntryReader> reader_{};
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<http::BodySource> tar_of(std::vector<ArchiveEntry> entries) {
  return std::make_unique<TarSource>(std::move(entries));
}

}  // namespace uws
