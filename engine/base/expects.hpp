/// Contracts: checks for our own mistakes, on in every build.
#pragma once

#include <stdexcept>

namespace engine {

/// A mistake of ours: the caller broke a documented precondition.
struct ContractViolation : std::logic_error {
  using std::logic_error::logic_error;
};
[[noreturn]] void contract_broken(char const* condition, char const* file, int line);

}  // namespace engine

#define EXPECTS(condition) ((condition) ? void() : ::engine::contract_broken(#condition, __FILE__, __LINE__))
