// PKWARE APPNOTE 6.3.9: local headers and members, then the central directory, little-endian throughout.
#include <limits>

#include <zlib.h>

#include "uws/results/archive.hpp"
#include "uws/results/entry_reader.hpp"

namespace uws {

namespace {

constexpr std::uint32_t no_room = std::numeric_limits<std::uint32_t>::max();  // "see the zip64 field"
constexpr std::uint16_t utf8_names = 1U << 11U, needs_zip64 = 45;
constexpr std::uint16_t made_by_unix = 3U << 8U | needs_zip64;
constexpr std::uint32_t regular_0644 = (0100000U | 0644U) << 16U;

template <class Number>
void put(std::string& out, Number number) {
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    out += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xFFU);
}
void put16(std::string& out, std::uint64_t number) { put(out, static_cast<std::uint16_t>(number)); }
void put32(std::string& out, std::uint64_t number) { put(out, static_cast<std::uint32_t>(number)); }

std::uint32_t capped(std::uint64_t number) {
  return number >= no_room ? no_room : static_cast<std::uint32_t>(number);
}

/// Time and date of MS-DOS, two seconds fine, from 1980 on; UTC.
std::uint32_t dos_time(jobs::Instant instant) {
  auto const day = std::chrono::floor<std::chrono::days>(instant);
  std::chrono::year_month_day const date(day);
  if (int(date.year()) < 1980 || int(date.year()) > 2107) return 1U << 21U | 1U << 16U;
  std::chrono::hh_mm_ss const time(std::chrono::floor<std::chrono::seconds>(instant - day));
  auto const part = [](auto number) { return static_cast<std::uint32_t>(number); };
  return part(int(date.year()) - 1980) << 25U | part(unsigned(date.month())) << 21U |
         part(unsigned(date.day())) << 16U | part(time.hours().count()) << 11U |
         part(time.minutes().count()) << 5U | part(time.seconds().count()) / 2;
}

struct Member {
  std::string name;
  std::uint32_t time = 0, sum = 0;
  std::uint64_t size = 0, offset = 0;
};

/// The fields that local header and directory have in common.
void put_facts(std::string& out, Member const& member) {
  put16(out, needs_zip64);
  put16(out, utf8_names);
  put16(out, 0);  // stored
  put32(out, member.time);
  put32(out, member.sum);
  put32(out, capped(member.size));
  put32(out, capped(member.size));
  put16(out, member.name.size());
}

std::string local_header(Member const& member) {
  std::string out = "PK\x03\x04";
  put_facts(out, member);
  bool const large = member.size >= no_room;
  put16(out, large ? 20 : 0);
  out += member.name;
  if (large) {
    put16(out, 1);
    put16(out, 16);
    put(out, member.size);
    put(out, member.size);
  }
  return out;
}

std::string directory_entry(Member const& member) {
  std::string extra;
  if (member.size >= no_room) put(extra, member.size), put(extra, member.size);
  if (member.offset >= no_room) put(extra, member.offset);
  std::string out = "PK\x01\x02";
  put16(out, made_by_unix);
  put_facts(out, member);
  put16(out, extra.empty() ? 0 : extra.size() + 4);
  put16(out, 0);  // comment
  put16(out, 0);  // disk
  put16(out, 0);  // internal attributes
  put32(out, regular_0644);
  put32(out, capped(member.offset));
  out += member.name;
  if (!extra.empty()) {
    put16(out, 1);
    put16(out, extra.size());
    out += extra;
  }
  return out;
}

std::string end_records(std::uint64_t count, std::uint64_t offset, std::uint64_t size) {
  std::string out;
  if (count >= 0xFFFF || offset >= no_room || size >= no_room) {
    out = "PK\x06\x06";
    put(out, std::uint64_t{44});
    put16(out, made_by_unix);
    put16(out, needs_zip64);
    put32(out, 0);
    put32(out, 0);
    put(out, count);
    put(out, count);
    put(out, size);
    put(out, offset);
    out += "PK\x06\x07";
    put32(out, 0);
    put(out, offset + size);
    put32(out, 1);
  }
  out += "PK\x05\x06";
  put32(out, 0);
  put16(out, std::min<std::uint64_t>(count, 0xFFFF));
  put16(out, std::min<std::uint64_t>(count, 0xFFFF));
  put32(out, capped(size));
  put32(out, capped(offset));
  put16(out, 0);
  return out;
}

class ZipSource : public http::BodySource {
 public:
  explicit ZipSource(std::vector<ArchiveEntry> entries) : entries_(std::move(entries)) {}

  bool read(std::string& chunk) override {
    chunk.clear();
    if (ended_) return false;
    if (reader_) {
      reader_->read(chunk);
      if (chunk.empty()) reader_.reset();
    }
    if (chunk.empty()) chunk = next_ < entries_.size() ? begin(entries_[next_++]) : directory();
    sent_ += chunk.size();
    return true;
  }

 private:
  std::string begin(ArchiveEntry const& entry) {
    reader_.emplace(entry);
    Member member{entry.name, dos_time(entry.modified), sum(), reader_->size(), sent_};
    members_.push_back(member);
    return local_header(member);
  }

  std::uint32_t sum() {
    uLong sum = crc32(0, nullptr, 0);
    std::string piece;
    for (reader_->read(piece); !piece.empty(); reader_->read(piece))
      sum = crc32(sum, reinterpret_cast<Bytef const*>(piece.data()), static_cast<uInt>(piece.size()));
    reader_->rewind();
    return static_cast<std::uint32_t>(sum);
  }

  std::string directory() {
    ended_ = true;
    std::string out;
    for (Member const& member : members_) out += directory_entry(member);
    return out + end_records(members_.size(), sent_, out.size());
  }

  std::vector<ArchiveEntry> entries_;
  std::vector<Member> members_{};
  std::size_t next_ = 0;
  std::uint64_t sent_ = 0;
  std::optional<EntryReader> reader_{};
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<http::BodySource> zip_of(std::vector<ArchiveEntry> entries) {
  return std::make_unique<ZipSource>(std::move(entries));
}

}  // namespace uws
