#include "uws/http/form.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/multipart.hpp"
#include "uws/http/percent.hpp"

namespace uws::http {

namespace {

[[noreturn]] void throw_bad(std::string const& why) {
  throw engine::Failure(engine::Fault::bad_request, "cannot read the parameters: " + why);
}

std::string shown(std::string_view name) { return "'" + std::string(name.substr(0, 40)) + "'"; }

void check_text(std::string_view text, std::string const& what) {
  if (!is_utf8(text)) throw_bad(what + " is not UTF-8 - encode the text as UTF-8 before percent-encoding it");
  if (text.find('\0') != std::string_view::npos) throw_bad(what + " contains a NUL character");
}

void add(Parameter parameter, FormLimits const& limits, std::vector<Parameter>& into) {
  if (into.size() >= limits.parameters)
    throw_bad("more than " + std::to_string(limits.parameters) + " parameters");
  if (parameter.name.size() > limits.name_bytes)
    throw_bad("a name is longer than " + std::to_string(limits.name_bytes) + " bytes");
  check_text(parameter.name, "a name");
  if (parameter.value.size() > limits.value_bytes)
    throw_bad("the value of " + shown(parameter.name) + " is longer than " +
              std::to_string(limits.value_bytes) + " bytes");
  check_text(parameter.value, "the value of " + shown(parameter.name));
  into.push_back(std::move(parameter));
}

std::string decoded(std::string_view text) {
  auto value = percent_decoded(text, Plus::blank);
  if (!value) throw_bad("broken percent escape in " + shown(text) + " - a literal '%' is written %25");
  return *std::move(value);
}

/// The value of one header line of a part ("Content-Disposition"), trimmed; empty if there is none.
std::string_view part_header(std::string_view lines, std::string_view name) {
  while (!lines.empty()) {
    std::size_t const end = std::min(lines.find("\r\n"), lines.size());
    std::string_view const line = lines.substr(0, end);
    std::size_t const colon = line.find(':');
    if (colon != std::string_view::npos && engine::same_word(line.substr(0, colon), name))
      return engine::trimmed(line.substr(colon + 1));
    lines.remove_prefix(std::min(end + 2, lines.size()));
  }
  return {};
}

bool is_text(MediaType const& type) {
  return type.type == "text/plain" && engine::lower(type.parameter("charset").value_or("utf-8")) == "utf-8";
}

void add_part(BodyPart const& part, FormLimits const& limits, std::vector<Parameter>& values,
              std::vector<FilePart>& files) {
  // The grammar of the disposition is that of a media type but for the slash.
  auto const disposition =
      parse_media_type("part/" + std::string(part_header(part.headers, "Content-Disposition")));
  if (!disposition || disposition->type != "part/form-data") throw_bad("a part of the form has no name");
  auto const name = disposition->parameter("name");
  if (!name) throw_bad("a part of the form has no name");
  auto const file_name = disposition->parameter("filename");
  std::string_view const type_text = part_header(part.headers, "Content-Type");
  auto const type = parse_media_type(type_text.empty() ? "text/plain" : type_text);
  if (!file_name && type && is_text(*type))
    return add({std::string(*name), std::string(part.content)}, limits, values);
  check_text(*name, "a name");
  if (file_name) check_text(*file_name, "a file name");
  files.push_back({.name = std::string(*name),
                   .file_name = std::string(file_name.value_or("")),
                   .content_type = std::string(type_text),
                   .content = std::string(part.content)});
}

}  // namespace

std::optional<std::string_view> Parameters::find(std::string_view name) const {
  for (Parameter const& parameter : values_)
    if (engine::same_word(parameter.name, name)) return parameter.value;
  return std::nullopt;
}

std::vector<std::string_view> Parameters::all(std::string_view name) const {
  std::vector<std::string_view> found;
  for (Parameter const& parameter : values_)
    if (engine::same_word(parameter.name, name)) found.push_back(parameter.value);
  return found;
}

FilePart const* Parameters::file(std::string_view name) const {
  auto const found = std::find_if(files_.begin(), files_.end(),
                                  [name](FilePart const& f) { return engine::same_word(f.name, name); });
  return found == files_.end() ? nullptr : &*found;
}

void parse_urlencoded(std::string_view text, FormLimits const& limits, std::vector<Parameter>& into) {
  while (!text.empty()) {
    std::size_t const end = std::min(text.find('&'), text.size());
    std::string_view const pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    std::size_t const equals = std::min(pair.find('='), pair.size());
    std::string_view const value = pair.substr(std::min(equals + 1, pair.size()));
    add({decoded(pair.substr(0, equals)), decoded(value)}, limits, into);
  }
}

Parameters parse_parameters(Request const& request, FormLimits const& limits) {
  std::vector<Parameter> values;
  std::vector<FilePart> files;
  parse_urlencoded(request.query, limits, values);
  auto const type = parse_media_type(request.headers.find("Content-Type").value_or(""));
  if (!type) return {std::move(values), {}};
  if (type->type == "application/x-www-form-urlencoded") {
    // Typed by hand (curl --data @file), forms often end in a line break.
    std::string_view body = request.body;
    while (body.ends_with('\n') || body.ends_with('\r')) body.remove_suffix(1);
    parse_urlencoded(body, limits, values);
  }
  if (type->type == "multipart/form-data") {
    auto const boundary = type->parameter("boundary");
    if (!boundary) throw_bad("multipart/form-data without a boundary in Content-Type");
    for (BodyPart const& part : split_multipart(request.body, *boundary, limits.parameters))
      add_part(part, limits, values, files);
  }
  return {std::move(values), std::move(files)};
}

}  // namespace uws::http
