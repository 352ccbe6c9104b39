#include "Desk.hpp"
#include "Driver.hpp"
#include <cstdio>

int failures = 0;
const std::string Buy = "EURUSD|BUY|0.10|1.08345|1.07900|1.09120";
const std::string Desk::Secret = "7d9f1dc164ca0e47f73008a6ff358c4ba6f1db473fa693d7b797a1355517c915";
const std::string Desk::Sub = "sub_aaaaaaaaaaaaaaaaaaaaaaaaaa";

void Expect(bool holds, const std::string &what)
{
   if(holds)
      return;
   failures++;
   std::printf("failed %s\n", what.c_str());
}

Desk::Desk(long window, long deviation, long spread)
{
   hmac.SetKeyText(string::Of(Secret));
   isOpen = guard.Open("journal", string::Of(Secret));
   if(!isOpen)
      return;
   int index = guard.FindSubscription(string::Of(Sub));
   if(index < 0)
      guard.Commit(string::Of("L|" + Sub + "|0"));
   index = guard.FindSubscription(string::Of(Sub));
   guard.subscriptions[index].isLive = true;
   guard.subscriptions[index].window = window;
   guard.subscriptions[index].deviation = deviation;
   guard.subscriptions[index].spread = spread;
}

std::vector<std::string> Desk::Fields(long sequence, const std::string &rest, long time, const std::string &sub)
{
   std::string payload = sub + "|" + std::to_string(sequence) + "|" + std::to_string(time == 0 ? Now() : time) + "|"
                         + rest;
   std::string line = "SIG|" + payload + "|" + hmac.ComputeHex(string::Of(payload)).Bytes();
   std::vector<std::string> fields(1);
   for(char c : line)
      if(c == '|')
         fields.emplace_back();
      else
         fields.back() += c;
   return fields;
}

int Desk::TakeFields(const std::vector<std::string> &fields)
{
   Array<string> all;
   long sequence = 0;
   for(const std::string &field : fields)
      all.Items().push_back(string::Of(field));
   return guard.Take(all, all.Items().size() > 4 ? DigitsOf(all[4]) : -1, sequence);
}

int Desk::Take(long sequence, const std::string &rest, long time)
{
   return TakeFields(Fields(sequence, rest, time));
}

void Desk::Step()
{
   if(!isRecovered)
      isRecovered = executor.Recover(guard, Now(), Now());
   else
   {
      executor.Step(guard, Now(), Now());
      if(broker.hasNews)
         watcher.Hint();
      broker.hasNews = false;
      watcher.Step(guard, Now(), Now());
   }
   world.advancedMs += 20;
}

void Desk::Run(long milliseconds)
{
   for(long until = world.advancedMs + milliseconds; world.advancedMs < until;)
      Step();
}

std::string Desk::Report(long sequence)
{
   for(int i = ArraySize(guard.reports) - 1; i >= 0; i--)
      if(guard.reports[i].sequence == sequence)
         return (guard.reports[i].kind + "|" + guard.reports[i].rest).Bytes();
   return "";
}

std::string Desk::Until(long sequence, long most)
{
   for(long until = world.advancedMs + most; world.advancedMs < until;)
   {
      Step();
      std::string report = Report(sequence);
      if(report != "" && Kind(report) != "UNKNOWN")
         return report;
   }
   return "";
}

int Desk::Reports(long sequence, const std::string &kind)
{
   int count = 0;
   for(int i = 0; i < ArraySize(guard.reports); i++)
      count += guard.reports[i].sequence == sequence && guard.reports[i].kind.Bytes() == kind;
   return count;
}

long Desk::Last()
{
   return guard.subscriptions[guard.FindSubscription(string::Of(Sub))].last;
}

std::string Part(const std::string &report, int index)
{
   size_t from = 0;
   for(int i = 0; i < index; i++)
      from = report.find('|', from) + 1;
   return report.substr(from, report.find('|', from) - from);
}

std::string Kind(const std::string &report)
{
   return Part(report, 0);
}

long MagicFor(long sequence)
{
   return MagicOf(SubscriptionHash(string::Of(Desk::Sub)), sequence);
}

int DealsOf(long sequence)
{
   int count = 0;
   for(auto &entry : broker.deals)
      count += entry.second.magic == MagicFor(sequence);
   return count;
}
