#include "engine/io/data_sum.hpp"

#include <algorithm>
#include <vector>

#include "engine/io/fits_file.hpp"

namespace engine {

namespace {

constexpr std::size_t at_once = std::size_t{1} << 20;  ///< far fewer words than would overflow 64 bits

std::uint64_t word_at(std::byte const* p) {
  auto const byte = [p](int i) { return std::to_integer<std::uint64_t>(p[i]); };
  return byte(0) << 24U | byte(1) << 16U | byte(2) << 8U | byte(3);
}

std::uint64_t folded(std::uint64_t sum) { return (sum & 0xFFFFFFFFU) + (sum >> 32U); }

}  // namespace

void DataSum::add(std::span<std::byte const> bytes) {
  auto const add_byte = [this](std::byte byte) {
    sum_ += std::to_integer<std::uint64_t>(byte) << (8 * (3 - position_));
    position_ = (position_ + 1) % 4;
  };
  std::size_t i = 0;
  for (; i < bytes.size() && position_ != 0; ++i) add_byte(bytes[i]);
  while (bytes.size() - i >= 4) {
    std::size_t const end = std::min(bytes.size() - 3, i + at_once);
    for (; i < end; i += 4) sum_ += word_at(bytes.data() + i);
    sum_ = folded(sum_);
  }
  for (; i < bytes.size(); ++i) add_byte(bytes[i]);
  sum_ = folded(sum_);
}

std::uint32_t DataSum::value() const {
  std::uint64_t sum = sum_;
  while (sum >> 32U != 0) sum = folded(sum);
  return static_cast<std::uint32_t>(sum);
}

std::uint32_t data_sum_of(FitsFile& file, int hdu) {
  FitsTable const unit = file.data_unit(hdu);
  DataSum sum;
  std::vector<std::byte> buffer;
  for (std::size_t first = 0; first < unit.rows; first += at_once)
    sum.add(file.rows(unit, {first, std::min(unit.rows, first + at_once)}, buffer));
  return sum.value();
}

}  // namespace engine
