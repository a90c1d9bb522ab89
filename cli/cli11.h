// What headers need of CLI11. It takes seconds to read, so only those who use it include it.
#pragma once

namespace CLI {
class App;
class Option;
}  // namespace CLI
