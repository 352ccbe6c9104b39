// A terminal without a bridge: the guard, the executor and the watcher in a clock that the scenario moves. Signals are
// signed and given to the guard as a session would; reports are read from it.
#pragma once
#include "../Shim/Mql5.hpp"
#include "../Shim/Broker.hpp"
#include "../Shim/World.hpp"
#include <ExecutionGuard.mqh>
#include <OrleansTrading/Orders.mqh>
#include <OrleansTrading/Watch.mqh>
#include <functional>
#include <string>
#include <utility>
#include <vector>

extern int failures;
extern const std::string Buy;
void Expect(bool holds, const std::string &what);
inline std::string Shown(const std::string &text) { return text; }
template <typename T> std::enable_if_t<std::is_arithmetic_v<T>, std::string> Shown(T number)
{
   return std::to_string(number);
}
template <typename T, typename U> void ExpectIs(const T &is, const U &shall, const std::string &what)
{
   Expect(is == shall, what + ": is " + Shown(is) + ", should be " + Shown(shall));
}

struct Desk
{
   static const std::string Secret;
   static const std::string Sub;

   CExecutionGuard guard;
   COrderExecutor executor;
   CWatcher watcher;
   CHmac hmac;
   bool isOpen = false;
   bool isRecovered = false;

   // Reads the journal and lets the subscription in, as after SUB.
   explicit Desk(long window = 60000, long deviation = 10, long spread = 0);
   ~Desk() { guard.Close(); }
   long Now() const { return world.startMs + world.advancedMs; }
   std::vector<std::string> Fields(long sequence, const std::string &rest, long time = 0, const std::string &sub = Sub);
   int Take(long sequence, const std::string &rest, long time = 0);
   int TakeFields(const std::vector<std::string> &fields);
   void Step();
   // Lets time pass until a report of the sequence is there that is not UNKNOWN, at most so long.
   std::string Until(long sequence, long most = 100000);
   void Run(long milliseconds);
   // "KIND|retcode|reason|order|…" of the newest report of the sequence; empty: none.
   std::string Report(long sequence);
   int Reports(long sequence, const std::string &kind);
   long Last();
};

std::string Part(const std::string &report, int index);
std::string Kind(const std::string &report);
int DealsOf(long sequence);
long MagicFor(long sequence);

using Scenario = std::pair<const char *, std::function<void()>>;
std::vector<Scenario> JournalScenarios();
std::vector<Scenario> OrderScenarios();
std::vector<Scenario> UnclearScenarios();
std::vector<Scenario> PendingScenarios();
std::vector<Scenario> ProviderScenarios();
std::vector<Scenario> WatchScenarios();
