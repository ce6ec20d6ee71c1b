/// One shape of a ds9 region file, made from its name and the texts of its arguments.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/ds9_frames.hpp"
#include "engine/model/region.hpp"

namespace engine {

struct Ds9Argument {
  std::string_view text;
  std::size_t position;  ///< in the whole text
};
struct Ds9Call {
  std::string name;      ///< in lower case
  std::size_t position;  ///< of the name, in the whole text
  std::vector<Ds9Argument> arguments;
  std::size_t end;  ///< of the arguments, in the whole text
};

bool has_no_area(std::string_view name);   ///< point, line, text, ...: ds9 draws them, nothing is inside
bool is_ds9_shape(std::string_view name);  ///< one that make_shape() knows

/// Throws SyntaxError, with a position in the whole text, for arguments that make no such shape.
Shape make_shape(Ds9Call const& call, Ds9System system);

}  // namespace engine
