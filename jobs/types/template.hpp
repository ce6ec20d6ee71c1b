/// Words of a command with placeholders: "--emin={emin}", "{{" for a brace itself. Internal to jobs/types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace jobs {

struct TemplatePiece {
  bool is_placeholder = false;
  std::string text{};  ///< literal text, or the placeholder's name
};

/// The problem is a phrase: "a '{' without '}'".
engine::Result<std::vector<TemplatePiece>, std::string> template_pieces(std::string_view word);

/// inputs, output, engine, processes, threads: what a placeholder may be besides a parameter.
bool is_place(std::string_view placeholder);

/// Is the word behind this one a program for an interpreter (sh -c, python3 -c, perl -e)?
bool takes_a_script(std::vector<std::string> const& argv, std::size_t word);

}  // namespace jobs
