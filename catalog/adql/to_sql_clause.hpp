/// Entering a clause of a SELECT: its columns are noted there as long as the object lives.
#pragma once

#include "catalog/adql/to_sql.hpp"

namespace catalog::adql {

class Translator::Entered {
 public:
  Entered(Translator& translator, Clause& clause) : clauses_(translator.clauses_) {
    clauses_.push_back(&clause);
  }
  ~Entered() { clauses_.pop_back(); }
  Entered(Entered const&) = delete;
  Entered& operator=(Entered const&) = delete;

 private:
  std::vector<Clause*>& clauses_;
};

}  // namespace catalog::adql
