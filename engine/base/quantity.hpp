/// A double whose unit is part of its type.
#pragma once

#include <compare>

namespace engine {

/// `Unit` names the canonical unit the value is stored in; units.hpp holds the makers and readers.
template <class Unit>
class Quantity {
 public:
  constexpr Quantity() = default;  // zero
  static constexpr Quantity from_canonical(double value) { return Quantity(value); }
  constexpr double canonical() const { return value_; }

  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
  friend constexpr Quantity operator*(double s, Quantity q) { return Quantity(s * q.value_); }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }

 private:
  constexpr explicit Quantity(double value) : value_(value) {}
  double value_ = 0;
};

}  // namespace engine
