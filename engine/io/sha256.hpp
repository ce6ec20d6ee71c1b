/// SHA-256 sums, as lower-case hexadecimal digits.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

/// A sum over bytes that come in parts.
class RunningSha256 {
 public:
  RunningSha256();
  RunningSha256(RunningSha256&&) noexcept;
  RunningSha256& operator=(RunningSha256&&) noexcept;
  ~RunningSha256();
  void add(std::string_view bytes);
  std::string hexadecimal();  ///< once, at the end

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_of(std::string_view bytes);
std::string sha256_of_file(std::string const& path);  ///< Failure(missing_resource) if it cannot be read
/// Asks `stopped` after every megabyte; nothing if it said yes.
std::optional<std::string> sha256_of_file(std::string const& path, std::function<bool()> const& stopped);

}  // namespace engine
