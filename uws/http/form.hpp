/// Parameters of a request: query string, urlencoded body, multipart/form-data, as one list.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "uws/http/message.hpp"

namespace uws::http {

struct Parameter {
  std::string name, value;
};

/// A part of a multipart body that is a file (it has a file name, or a type other than text).
struct FilePart {
  std::string name;         ///< of the form field: what "param:name" of a TAP upload refers to
  std::string file_name{};  ///< as the client called it; never a path to be used here
  std::string content_type{};
  std::string content{};
};

/// Names compare without case (DALI 1.1 section 3.4.1), values as they are; repeated values keep their order.
class Parameters {
 public:
  Parameters() = default;
  Parameters(std::vector<Parameter> values, std::vector<FilePart> files)
      : values_(std::move(values)), files_(std::move(files)) {}

  std::optional<std::string_view> find(std::string_view name) const;  ///< the first of that name
  std::vector<std::string_view> all(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  FilePart const* file(std::string_view name) const;  ///< nullptr if there is none
  std::vector<Parameter> const& values() const& { return values_; }
  std::vector<Parameter> const& values() const&& =
      delete;  ///< would dangle in `for (… : parse_parameters(r).values())`
  std::vector<FilePart> const& files() const& { return files_; }
  std::vector<FilePart> const& files() const&& = delete;

 private:
  std::vector<Parameter> values_;
  std::vector<FilePart> files_;
};

struct FormLimits {
  std::size_t parameters = 2000;
  std::size_t name_bytes = 1024;
  std::size_t value_bytes = 16u << 20;
};

/// The query's parameters come before the body's. A body of another type than the two form types is no
/// parameter at all. Throws engine::Failure(bad_request): broken percent escapes, text that is not UTF-8,
/// NUL, broken multipart, too many or too long.
Parameters parse_parameters(Request const& request, FormLimits const& limits = {});

/// Appends "a=1&b=2" in application/x-www-form-urlencoded (WHATWG URL standard, section 5).
void parse_urlencoded(std::string_view text, FormLimits const& limits, std::vector<Parameter>& into);

}  // namespace uws::http
