/// Rules for the content of a response table: axes, shape and values.
#pragma once

#include "engine/check/gadf_format.hpp"
#include "engine/check/survey.hpp"

namespace engine {

void check_response_table(SurveyedFile& file, SurveyedHdu const& hdu, ResponseFormat const& format,
                          Findings const& out);

}  // namespace engine
