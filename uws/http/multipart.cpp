#include "uws/http/multipart.hpp"

#include <functional>
#include <string>

#include "engine/base/failure.hpp"

namespace uws::http {

namespace {

[[noreturn]] void throw_bad(std::string const& why) {
  throw engine::Failure(engine::Fault::bad_request, "cannot read the form: multipart body (" + why + ")");
}

/// Behind a delimiter: "--" ends the body, white space and a line break start a part.
struct Delimiter {
  bool last = false;
  std::size_t length = 0;  ///< of what follows the boundary, line break included
};

Delimiter behind_boundary(std::string_view rest) {
  if (rest.starts_with("--")) return {.last = true, .length = 2};
  std::size_t blanks = 0;
  while (blanks < rest.size() && (rest[blanks] == ' ' || rest[blanks] == '\t')) ++blanks;
  if (rest.substr(blanks).starts_with("\r\n")) return {.length = blanks + 2};
  return {};
}

BodyPart part_of(std::string_view text) {
  if (text.starts_with("\r\n")) return {.headers = {}, .content = text.substr(2)};
  std::size_t const end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) throw_bad("a part's header does not end");
  return {.headers = text.substr(0, end), .content = text.substr(end + 4)};
}

}  // namespace

std::vector<BodyPart> split_multipart(std::string_view body, std::string_view boundary, std::size_t most) {
  if (boundary.empty() || boundary.size() > 70) throw_bad("the boundary must have 1 to 70 characters");
  std::string const delimiter = "\r\n--" + std::string(boundary);
  // Boyer-Moore: linear in practice however the content resembles the boundary.
  std::boyer_moore_searcher const searcher(delimiter.begin(), delimiter.end());
  auto const next = [&](std::size_t from) {
    auto const at = std::search(body.begin() + static_cast<std::ptrdiff_t>(from), body.end(), searcher);
    return at == body.end() ? std::string_view::npos : static_cast<std::size_t>(at - body.begin());
  };

  // The first delimiter may stand at the very beginning, without its line break.
  bool const at_start = body.starts_with(std::string_view(delimiter).substr(2));
  std::size_t at = at_start ? 0 : next(0);
  if (at == std::string_view::npos) throw_bad("its boundary does not occur in it");
  std::size_t behind = at + delimiter.size() - (at_start ? 2 : 0);

  std::vector<BodyPart> parts;
  while (true) {
    Delimiter const found = behind_boundary(body.substr(behind));
    if (found.last) return parts;
    if (found.length == 0) throw_bad("a boundary line goes on behind the boundary");
    if (parts.size() == most) throw_bad("more than " + std::to_string(most) + " parts");
    // The line break that ends the boundary line may also be the one that begins the next delimiter.
    std::size_t const start = behind + found.length;
    std::size_t const end = next(start - 2);
    if (end == std::string_view::npos) throw_bad("the last part does not end - was the upload cut?");
    if (end < start) throw_bad("a part without header");
    parts.push_back(part_of(body.substr(start, end - start)));
    behind = end + delimiter.size();
  }
}

}  // namespace uws::http
