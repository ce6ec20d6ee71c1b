/// How kernels use the vectors of the machine they run on while the binary runs on any.
#pragma once

#include <cstdlib>  // defines __GLIBC__ where there is one

/// A loop marked DISTILL_WIDE is compiled three times and chosen when the program is loaded; with
/// -ffp-contract=off and no libm call in it, all three give the same bits. Only GCC on x86-64 with glibc can
/// do that here; elsewhere (arm64, clang) the baseline already is what the compiler vectorises for. Not under
/// a sanitizer: the choice is made by code that runs before the sanitizer is ready. DISTILL_ONE_TARGET is for
/// the test that compiles each variant by itself and compares their bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__) && \
    !defined(DISTILL_SANITIZED) && !defined(DISTILL_ONE_TARGET)
#define DISTILL_WIDE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define DISTILL_WIDE
#endif

/// A function called in such a loop must become part of it, whatever the optimiser thinks of its size.
#define DISTILL_INLINE inline __attribute__((always_inline))
