/// What a comparison of products finds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace engine {

enum class Sameness {
  bytes,    ///< the same, byte for byte
  content,  ///< other bytes that say the same: when and by whom the file was made, how it is packed
  differs
};
std::string_view word_of(Sameness sameness);  ///< "identical", "equal content", "differs"

struct KeywordDifference {
  std::string keyword{};
  std::optional<std::string> a{}, b{};  ///< nothing: it is not there; repeated cards are joined by newlines
};

/// Of the pixels of an image, or of one column of a table.
struct ValueDifference {
  std::string column{};  ///< empty: pixels
  std::uint64_t compared = 0, different = 0;
  bool numeric = true;                                ///< what follows means something
  double largest_absolute = 0, largest_relative = 0;  ///< of finite pairs; relative to b
  double sum_a = 0, sum_b = 0;                        ///< of finite values
};

struct HduComparison {
  std::string name{};           ///< EXTNAME, "PRIMARY" or "HDU 3"
  std::optional<int> a{}, b{};  ///< number of the HDU, 1 is the primary; nothing: it is not there
  std::string kind{};           ///< "image", "table", "none"
  std::string left_out{};       ///< why it does not count; empty: it does
  std::vector<KeywordDifference> keywords{};
  std::vector<std::string>
      shape{};  ///< differences of form, one sentence each: axes, columns, number of rows
  std::uint64_t rows_different = 0;       ///< of a table, among the rows that both have
  std::vector<ValueDifference> values{};  ///< only what differs
  bool same() const;
};

struct FileComparison {
  std::string name{};  ///< relative to the folders; of two files that of the second
  Sameness sameness = Sameness::bytes;
  std::string left_out{};             ///< why it does not count; empty: it does
  std::string why{};                  ///< of files that are not FITS, or only on one side
  std::vector<HduComparison> hdus{};  ///< of FITS files with other bytes: all of them
};

struct ProductComparison {
  std::string a{}, b{};
  std::vector<FileComparison> files{};
  Sameness sameness() const;  ///< the worst of all that count
};

}  // namespace engine
