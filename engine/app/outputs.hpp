/// The products of a job on their way to the output folder: all of them or none.
#pragma once

#include <string>
#include <vector>

#include "engine/io/atomic_file.hpp"
#include "engine/parallel/communicator.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

/// `name` is relative to the output folder.
struct Product {
  std::string role, name, media_type;
};

/// All ranks write into one staging folder that the root makes, publishes or removes. Each function is
/// collective.
class Outputs {
 public:
  /// Refuses, before any work, products that exist and may not be replaced.
  Outputs(Communicator const& ranks, ParameterValues const& values, std::vector<Product> products);

  std::vector<Product> const& products() const { return products_; }
  std::string const& folder() const { return folder_; }
  std::vector<std::string> paths() const;  ///< of all products, as they will be

  void open();  ///< makes the staging folder
  std::string staged(std::string const& name) const { return staging_.front().file(name); }
  StagingDirectory const& staging() const { return staging_.front(); }
  void commit();

 private:
  Communicator const& ranks_;
  std::string folder_;
  Overwrite overwrite_;
  std::vector<Product> products_;
  std::vector<StagingDirectory> staging_;  ///< none before open()
};

}  // namespace engine
