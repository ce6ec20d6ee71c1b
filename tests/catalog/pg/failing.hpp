/// What a call that must fail said.
#pragma once

#include <optional>
#include <string>

#include "catalog/pg/failure.hpp"

namespace pg_test {

struct Said {
  std::optional<engine::Fault> fault{};  ///< nothing: it did not fail
  std::string sqlstate{}, message = "(it did not fail)";
};

template <class Call>
Said failing(Call call) {
  try {
    call();
    return {};
  } catch (catalog::pg::SqlFailure const& failure) {
    return {failure.fault(), failure.sqlstate(), failure.what()};
  } catch (engine::Failure const& failure) {
    return {failure.fault(), {}, failure.what()};
  }
}

}  // namespace pg_test
