#include "engine/kernels/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::size_t levels(ExpressionNode const& node) {
  auto const deepest = [](std::vector<ExpressionPtr> const& children) {
    std::size_t out = 0;
    for (ExpressionPtr const& child : children) out = std::max(out, levels(*child));
    return out + 1;
  };
  if (auto const* const operation = std::get_if<Operation>(&node.value)) return deepest(operation->operands);
  if (auto const* const call = std::get_if<Call>(&node.value)) return deepest(call->arguments);
  return 1;
}

/// Evaluates one chunk. A subtree leaves its result in the slot it is given and may use all later ones, so
/// that a tree of n levels needs n slots.
class Evaluator {
 public:
  Evaluator(Condition const& condition, EventView events, EvaluationWorkspace& workspace)
      : condition_(condition), events_(events), workspace_(workspace) {}

  std::array<bool, expression_chunk> const& truths_of(ExpressionNode const& root,
                                                      std::span<std::uint32_t const> rows) {
    rows_ = rows;
    truth(root, 0);
    return workspace_.truths[0];
  }

 private:
  void number(ExpressionNode const& node, std::size_t slot) {
    Numbers& out = workspace_.numbers[slot];
    std::visit(Overloaded{[&](double value) {
                            out.kind = Numbers::Kind::floating;
                            std::fill_n(out.d.begin(), rows_.size(), value);
                          },
                          [&](std::int64_t value) {
                            out.kind = Numbers::Kind::whole;
                            std::fill_n(out.i.begin(), rows_.size(), value);
                          },
                          [&](bool) { not_a_number(); }, [&](ColumnRef column) { load(column, out); },
                          [&](Operation const& operation) { number(operation, slot); },
                          [&](Call const& function) { number(function, slot); }},
               node.value);
  }

  void load(ColumnRef column, Numbers& out) const {
    NamedColumn const& source = events_.extra[condition_.extra[column.index]];
    std::visit(Overloaded{[&](std::vector<double> const& values) {
                            out.kind = Numbers::Kind::floating;
                            for (std::size_t k = 0; k < rows_.size(); ++k) out.d[k] = values[rows_[k]];
                          },
                          [&](std::vector<std::int64_t> const& values) {
                            out.kind = Numbers::Kind::whole;
                            for (std::size_t k = 0; k < rows_.size(); ++k) out.i[k] = values[rows_[k]];
                          }},
               source.values);
  }

  void number(Operation const& operation, std::size_t slot) {
    number(*operation.operands[0], slot);
    if (operation.op == Operator::negate) return negate(workspace_.numbers[slot], rows_.size());
    number(*operation.operands[1], slot + 1);
    combine(operation.op, workspace_.numbers[slot], workspace_.numbers[slot + 1], rows_.size());
  }

  void number(Call const& function, std::size_t slot) {
    number(*function.arguments[0], slot);
    bool const two = function.arguments.size() == 2;
    if (two) number(*function.arguments[1], slot + 1);
    call(function.function, workspace_.numbers[slot], workspace_.numbers[two ? slot + 1 : slot],
         rows_.size());
  }

  void truth(ExpressionNode const& node, std::size_t slot) {
    if (bool const* const value = std::get_if<bool>(&node.value)) {
      std::fill_n(workspace_.truths[slot].begin(), rows_.size(), *value);
    } else if (auto const* const operation = std::get_if<Operation>(&node.value)) {
      truth(*operation, slot);
    } else if (auto const* const function = std::get_if<Call>(&node.value)) {
      EXPECTS(function->function == Function::isnan);
      number(*function->arguments[0], slot);
      for (std::size_t k = 0; k < rows_.size(); ++k)
        workspace_.truths[slot][k] = std::isnan(workspace_.numbers[slot].at(k).as_double());
    } else {
      contract_broken("a number where a condition must stand", __FILE__, __LINE__);
    }
  }

  void truth(Operation const& operation, std::size_t slot) {
    if (!is_condition(*operation.operands[0])) {
      number(*operation.operands[0], slot);
      number(*operation.operands[1], slot + 1);
      return compare(operation.op, workspace_.numbers[slot], workspace_.numbers[slot + 1], rows_.size(),
                     workspace_.truths[slot].data());
    }
    auto& out = workspace_.truths[slot];
    truth(*operation.operands[0], slot);
    if (operation.op == Operator::logical_not) {
      for (std::size_t k = 0; k < rows_.size(); ++k) out[k] = !out[k];
      return;
    }
    truth(*operation.operands[1], slot + 1);
    auto const& other = workspace_.truths[slot + 1];
    bool const unequal = operation.op == Operator::not_equal;
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      if (operation.op == Operator::logical_and)
        out[k] = out[k] && other[k];
      else if (operation.op == Operator::logical_or)
        out[k] = out[k] || other[k];
      else
        out[k] = (out[k] == other[k]) != unequal;
    }
  }

  static bool is_condition(ExpressionNode const& node) {
    if (auto const* const operation = std::get_if<Operation>(&node.value))
      return operation->op < Operator::add;
    if (auto const* const function = std::get_if<Call>(&node.value))
      return function->function == Function::isnan;
    return std::holds_alternative<bool>(node.value);
  }

  [[noreturn]] static void not_a_number() {
    contract_broken("a condition where a number must stand", __FILE__, __LINE__);
  }

  Condition const& condition_;
  EventView events_;
  EvaluationWorkspace& workspace_;
  std::span<std::uint32_t const> rows_;
};

}  // namespace

void evaluate(Condition const& condition, EventView events, std::span<std::uint32_t const> rows,
              EvaluationWorkspace& workspace, std::span<std::uint8_t> truth) {
  EXPECTS(truth.size() == rows.size() && condition.expression.root);
  EXPECTS(condition.extra.size() == condition.expression.columns.size());
  for (std::size_t const place : condition.extra) EXPECTS(place < events.extra.size());
  std::size_t const needed = levels(*condition.expression.root);
  if (workspace.numbers.size() < needed) {
    workspace.numbers.resize(needed);
    workspace.truths.resize(needed);
  }
  Evaluator evaluator(condition, events, workspace);
  for (std::size_t first = 0; first < rows.size(); first += expression_chunk) {
    auto const part = rows.subspan(first, std::min(expression_chunk, rows.size() - first));
    auto const& found = evaluator.truths_of(*condition.expression.root, part);
    std::copy_n(found.begin(), part.size(), truth.begin() + static_cast<std::ptrdiff_t>(first));
  }
}

}  // namespace engine
