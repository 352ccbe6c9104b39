// The commands with which tests script the broker and the world, one a line.
#include "../Shim/Broker.hpp"
#include "../Shim/World.hpp"
#include "Driver.hpp"
#include <sstream>

// An order of the user's own hand.
static bool OpenByHand(const std::string &type, double volume, double price, double sl, double tp)
{
   static const char *const Types[] = {"BUY", "SELL", "BUY_LIMIT", "SELL_LIMIT", "BUY_STOP", "SELL_STOP"};
   MqlTradeRequest request = {};
   MqlTradeResult result = {};
   for(int i = 0; i < 6; i++)
      if(type == Types[i])
         request.type = (ENUM_ORDER_TYPE)i;
   request.action = price > 0 ? TRADE_ACTION_PENDING : TRADE_ACTION_DEAL;
   request.symbol = "EURUSD";
   request.volume = volume;
   request.price = price;
   request.sl = sl;
   request.tp = tp;
   return broker.Execute(request, result, nullptr);
}

static bool ScriptBroker(const std::string &verb, std::istringstream &rest)
{
   std::string word;
   long number = 0;
   double first = 0, second = 0;
   if(verb == "quote")
   {
      rest >> word >> first >> second;
      broker.Quote(word, first, second);
   }
   else if(verb == "refuse" || verb == "lose")
   {
      rest >> number;
      long times = 1;
      if(!(rest >> times))
         times = 1;
      for(long i = 0; i < times; i++)
         broker.answers.push_back({verb, (uint)number, 0});
   }
   else if(verb == "partial" && rest >> first)
      broker.answers.push_back({verb, 0, first});
   else if(verb == "open" && rest >> word >> first >> second)
   {
      double sl = 0, tp = 0;
      rest >> sl >> tp;
      return OpenByHand(word, first, second, sl, tp);
   }
   else if(verb == "silent")
      broker.answers.push_back({verb, 0, 0});
   else if(verb == "close" && rest >> number >> first >> second >> word)
      return broker.ClosePosition(number, first, second,
                                  word == "SL" ? DEAL_REASON_SL : word == "TP" ? DEAL_REASON_TP
                                  : word == "SO" ? DEAL_REASON_SO : DEAL_REASON_CLIENT);
   else if(verb == "fill" && rest >> number >> first >> second)
      return broker.FillPending(number, first, second);
   else if(verb == "cancel" && rest >> number)
      return broker.EndPending(number, ORDER_STATE_CANCELED);
   else if(verb == "move" && rest >> number >> first >> second)
      return broker.MovePosition(number, first, second);
   else
      return false;
   return true;
}

static bool ScriptTerminal(const std::string &verb, std::istringstream &rest)
{
   std::string word;
   rest >> word;
   if(verb == "netting")
      broker.isHedging = false;
   else if(verb == "connect")
      broker.isConnected = word == "on";
   else if(verb == "lag")
   {
      // "now": what comes from now on is not in history; "all": nothing is there yet, as right after a connection.
      long last = broker.deals.empty() ? 0 : broker.deals.rbegin()->first;
      last = broker.orders.empty() || broker.orders.rbegin()->first < last ? last : broker.orders.rbegin()->first;
      broker.hiddenAfter = word == "all" ? 0 : word == "now" ? last : LONG_MAX;
      broker.hidesLive = word == "all";
   }
   else
      return false;
   return true;
}

bool Script(const std::string &line)
{
   std::istringstream rest(line);
   std::string verb, word;
   long number = 0;
   rest >> verb;
   if(verb == "advance" && rest >> number)
      world.advancedMs += number;
   else if(verb == "sendmax" && rest >> number)
      world.sendMax = number;
   else if(verb == "sent" && rest >> number)
      return world.sentBytes == number;
   else if(verb == "trust" && rest >> word)
      world.trusted = word;
   else if(verb == "unread" && rest >> number)
      world.nothingToRead = (int)number;
   else if(verb == "die" && rest >> word >> number)
   {
      long *counter = word == "write" ? &world.dieAtWrite : word == "flush" ? &world.dieAtFlush
                      : word == "before" ? &world.dieBeforeOrder : word == "after" ? &world.dieAfterOrder
                      : word == "send" ? &world.dieAtSend : &world.dieAtCall;
      *counter = number;
   }
   else
   {
      std::istringstream again(line);
      again >> verb;
      if(ScriptBroker(verb, again))
         return true;
      std::istringstream more(line);
      more >> verb;
      return ScriptTerminal(verb, more);
   }
   return true;
}
