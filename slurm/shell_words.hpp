/// Words for a shell that must stay exactly these words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slurm {

/// The word as a POSIX shell reads it back, quoted where that is needed. Failure(bad_request) naming `what`
/// if it holds a control character: no name, path or option of ours has one, so somebody tries something.
std::string shell_word(std::string_view word, std::string_view what);

/// All of them, with blanks between.
std::string shell_line(std::vector<std::string> const& words, std::string_view what);

/// The value itself, if it is safe in a line "#SBATCH --option=value": not empty, no control characters, no
/// blanks, quotes or backslashes, which sbatch reads in ways of its own. Otherwise Failure(bad_request).
std::string directive_value(std::string_view value, std::string_view what);

/// As directive_value, quoted for sbatch where the value holds blanks, as paths may.
std::string directive_path(std::string_view path, std::string_view what);

}  // namespace slurm
