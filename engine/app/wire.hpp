/// Values as bytes, between ranks of one program on one kind of machine, and between the parts of a job and
/// the same program that gathers them; never in a product.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/expects.hpp"

namespace engine {

class WireWriter {
 public:
  void number(std::int64_t value) { raw(&value, sizeof value); }
  void real(double value) { raw(&value, sizeof value); }  // its very bits
  void optional_real(std::optional<double> value) {
    number(value ? 1 : 0);
    real(value.value_or(0));
  }
  void text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    raw(value.data(), value.size());
  }
  std::string const& bytes() const { return bytes_; }

 private:
  void raw(void const* from, std::size_t n) { bytes_.append(static_cast<char const*>(from), n); }
  std::string bytes_;
};

class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : left_(bytes) {}
  bool at_end() const { return left_.empty(); }
  std::int64_t number() { return raw<std::int64_t>(); }
  double real() { return raw<double>(); }
  std::optional<double> optional_real() {
    bool const present = number() != 0;
    double const value = real();
    return present ? std::optional(value) : std::nullopt;
  }
  std::string text() {
    auto const n = static_cast<std::size_t>(number());
    EXPECTS(n <= left_.size());
    std::string out(left_.substr(0, n));
    left_.remove_prefix(n);
    return out;
  }

 private:
  template <class T>
  T raw() {
    EXPECTS(left_.size() >= sizeof(T));
    T value;
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
  }
  std::string_view left_;
};

}  // namespace engine
