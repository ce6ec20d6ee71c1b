#include "uws/http/access_record.hpp"

#include <array>
#include <cstdio>
#include <ctime>

#include "uws/http/percent.hpp"

namespace uws::http {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

std::string milliseconds(std::chrono::microseconds duration) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", static_cast<double>(duration.count()) * 1e-3);
  return text.data();
}

}  // namespace

std::string quoted_line(std::string_view text) {
  bool const readable = is_utf8(text);
  std::string out = "\"";
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (byte < 0x20 || byte == 0x7F || (byte > 0x7F && !readable))
      out += std::string("\\u00") + digits[byte >> 4] + digits[byte & 15];
    else
      out += c;
  }
  return out + "\"";
}

std::string iso_utc(std::chrono::system_clock::time_point time) {
  auto const since = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  std::time_t const seconds = since / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  std::size_t const length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text.data() + length, text.size() - length, ".%03dZ", static_cast<int>(since % 1000));
  return text.data();
}

std::string logfmt(AccessRecord const& r) {
  std::string line = "time=" + iso_utc(r.time) + " id=" + r.id + " method=" + r.method +
                     " path=" + quoted_line(r.path) + " status=" + std::to_string(r.status) +
                     " bytes=" + std::to_string(r.bytes) + " ms=" + milliseconds(r.duration) +
                     " peer=" + r.peer;
  if (!r.user.empty()) line += " user=" + quoted_line(r.user);
  if (!r.job.empty()) line += " job=" + quoted_line(r.job);
  if (!r.complete) line += " cut=yes";
  return line;
}

std::string json_line(AccessRecord const& r) {
  std::string line = "{\"time\":\"" + iso_utc(r.time) + "\",\"id\":" + quoted_line(r.id) +
                     ",\"method\":" + quoted_line(r.method) + ",\"path\":" + quoted_line(r.path) +
                     ",\"status\":" + std::to_string(r.status) + ",\"bytes\":" + std::to_string(r.bytes) +
                     ",\"ms\":" + milliseconds(r.duration) + ",\"peer\":" + quoted_line(r.peer);
  if (!r.user.empty()) line += ",\"user\":" + quoted_line(r.user);
  if (!r.job.empty()) line += ",\"job\":" + quoted_line(r.job);
  if (!r.complete) line += ",\"cut\":true";
  return line + "}";
}

}  // namespace uws::http
