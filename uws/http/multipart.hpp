/// multipart/form-data (RFC 7578) taken apart.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace uws::http {

/// One part, borrowed from the body it was found in.
struct BodyPart {
  std::string_view headers;  ///< the lines before the empty one
  std::string_view content;
};

/// Throws engine::Failure(bad_request): no boundary line, a part without end, more parts than allowed.
std::vector<BodyPart> split_multipart(std::string_view body, std::string_view boundary, std::size_t most);

}  // namespace uws::http
