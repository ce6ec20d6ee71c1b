/// A value or the reason there is none; shaped like std::expected so that it can become an alias of it.
#pragma once

#include <utility>
#include <variant>

namespace engine {

template <class T, class E>
class Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}
  explicit operator bool() const { return state_.index() == 0; }
  T const& operator*() const { return std::get<0>(state_); }
  T& operator*() { return std::get<0>(state_); }
  T const* operator->() const { return &std::get<0>(state_); }
  E const& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, E> state_;
};

}  // namespace engine
