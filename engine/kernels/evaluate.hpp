/// Conditions on columns, evaluated over blocks of events.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernels/numbers.hpp"
#include "engine/model/events.hpp"
#include "engine/model/expression.hpp"

namespace engine {

/// An expression together with where its columns are found.
struct Condition {
  Expression expression;
  std::vector<std::size_t> extra;  ///< expression.columns[k] is EventView::extra[extra[k]]
};

/// Scratch of one thread; grows to what the deepest expression needs and stays so.
struct EvaluationWorkspace {
  std::vector<Numbers> numbers;
  std::vector<std::array<bool, expression_chunk>> truths;
};

/// truth[k] = 1 where the condition holds for event rows[k], else 0. NaN (an undefined value) satisfies no
/// comparison except !=, as in C, Python and astropy; `isnan(X)` asks for it. The rules of arithmetic stand
/// in numbers.hpp. `&&` and `||` look at both sides, which no result can show.
void evaluate(Condition const& condition, EventView events, std::span<std::uint32_t const> rows,
              EvaluationWorkspace& workspace, std::span<std::uint8_t> truth);

}  // namespace engine
