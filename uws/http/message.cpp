#include "uws/http/message.hpp"

#include <algorithm>
#include <array>

#include "engine/base/text.hpp"

namespace uws::http {

namespace {

struct MethodRow {
  Method method;
  std::string_view word;
};
constexpr std::array<MethodRow, 6> methods{{{Method::get, "GET"},
                                            {Method::head, "HEAD"},
                                            {Method::post, "POST"},
                                            {Method::put, "PUT"},
                                            {Method::delete_, "DELETE"},
                                            {Method::options, "OPTIONS"}}};

char lower_char(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower_char(x) == lower_char(y); });
}

/// A line break in a value would let it write headers of its own (response splitting).
std::string on_one_line(std::string value) {
  std::replace_if(
      value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  return value;
}

}  // namespace

std::string_view word_of(Method method) {
  for (MethodRow const& row : methods)
    if (row.method == method) return row.word;
  return {};
}

std::optional<Method> method_of(std::string_view word) {
  for (MethodRow const& row : methods)
    if (row.word == word) return row.method;
  return std::nullopt;
}

void Headers::set(std::string_view name, std::string value) {
  remove(name);
  add(name, std::move(value));
}

void Headers::add(std::string_view name, std::string value) {
  all_.emplace_back(on_one_line(std::string(name)), on_one_line(std::move(value)));
}

void Headers::remove(std::string_view name) {
  std::erase_if(all_, [name](auto const& header) { return same_name(header.first, name); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (auto const& [known, value] : all_)
    if (same_name(known, name)) return value;
  return std::nullopt;
}

std::string Headers::joined(std::string_view name) const {
  std::string list;
  for (auto const& [known, value] : all_)
    if (same_name(known, name)) list += (list.empty() ? "" : ", ") + value;
  return list;
}

void remark_user(Request const& request, std::string user) {
  if (request.remarks) request.remarks->user = std::move(user);
}

void remark_job(Request const& request, std::string job) {
  if (request.remarks) request.remarks->job = std::move(job);
}

}  // namespace uws::http
