/// Which files the values of parameters may name: the parameter `files`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/observation.hpp"
#include "engine/model/product.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

class NamedFiles {
 public:
  /// Failure(bad_request) if `files` is neither named, none, nor a folder.
  explicit NamedFiles(ParameterValues const& values);

  /// The path to open for a name in the value of a parameter. Failure(bad_request) if it may not be opened;
  /// whether it exists outside the folder allowed is not told.
  std::string path_of(std::string const& parameter, std::string const& name) const;
  /// It may be opened, and is a regular file.
  bool is_file(std::string const& name) const;
  /// Names that a request brought are opened literally, those that a person typed may have filters.
  FileNameSyntax syntax() const;

 private:
  enum class Rule { any, none, below };
  std::optional<std::string> below(std::string const& name) const;
  Rule rule_ = Rule::any;
  std::string folder_;  ///< canonical
};

/// The files that values name now: lists, regions, a map, targets. Those that may not be opened are left out.
std::vector<UsedDocument> named_documents(ParameterValues const& values);

}  // namespace engine
