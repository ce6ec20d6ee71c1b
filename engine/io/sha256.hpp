/// SHA-256 sums, as lower-case hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace engine {

std::string sha256_of(std::string_view bytes);
std::string sha256_of_file(std::string const& path);  ///< Failure(missing_resource) if it cannot be read

}  // namespace engine
