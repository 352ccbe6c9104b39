// A scripted broker: one account, orders, positions and deals. What it does is appended to a file before its answer is
// given, so it outlives a program that is killed, as a trade server does; the tests count its deals.
#pragma once
#include "Mql5.hpp"
#include <deque>
#include <map>
#include <string>
#include <vector>

struct BrokerSymbol
{
   int digits = 5;
   double bid = 0, ask = 0;
   long quoted = 0; // by the server's clock, in ms
   double volumeMin = 0.01, volumeMax = 500, volumeStep = 0.01;
   double contract = 100000, tickValue = 1;
   ENUM_SYMBOL_TRADE_MODE mode = SYMBOL_TRADE_MODE_FULL;
   int filling = SYMBOL_FILLING_FOK | SYMBOL_FILLING_IOC;
   ENUM_SYMBOL_TRADE_EXECUTION execution = SYMBOL_TRADE_EXECUTION_MARKET;
   bool isSelected = true;

   double Point() const;
};

struct BrokerOrder
{
   long ticket = 0;
   std::string symbol;
   int type = 0;
   double volume = 0, left = 0, price = 0, sl = 0, tp = 0;
   long magic = 0;
   std::string comment;
   int state = ORDER_STATE_PLACED;
   long setup = 0, done = 0, position = 0;
   bool isLive = false;
};

struct BrokerPosition
{
   long id = 0;     // the first order's ticket, for good
   long ticket = 0; // on a netting account that of the order which reversed it last
   std::string symbol;
   bool isBuy = true;
   double volume = 0, open = 0, sl = 0, tp = 0;
   long magic = 0;
   std::string comment;
   long opened = 0;
};

struct BrokerDeal
{
   long ticket = 0, order = 0, position = 0;
   std::string symbol;
   bool isBuy = true;
   int entry = 0;
   double volume = 0, price = 0, profit = 0, commission = 0;
   long magic = 0;
   std::string comment;
   int reason = DEAL_REASON_EXPERT;
   long time = 0;
};

// What the server does with one of the next requests, instead of executing it and saying so.
struct Answer
{
   std::string kind; // refuse, lose (executes, says a code), partial (fills a part), silent (executes, tells no tickets)
   uint code = 0;
   double volume = 0;
};

class Broker
{
   std::string m_path;
   long m_next = 1000;
   long m_latest = 0; // when something happened last

   void Apply(const std::string &line);
   std::vector<std::string> Split(const std::string &line) const;

public:
   std::map<std::string, BrokerSymbol> symbols;
   std::vector<std::string> watch;
   std::map<long, BrokerOrder> orders;
   std::map<long, BrokerPosition> positions;
   std::map<long, BrokerDeal> deals;
   std::deque<Answer> answers;
   bool isHedging = true, isConnected = true, mayTrade = true;
   bool eatsComments = false;
   long login = 5001234;
   std::string server = "Demo-Server";
   double balance = 10000, equity = 10000;
   long offsetSeconds = 7200;
   long hiddenAfter = LONG_MAX; // tickets above it are not in the terminal's history yet
   bool hidesLive = false;      // nor among live orders and positions
   bool hidesEnded = false;     // orders that have ended are in neither of the terminal's lists yet
   long selections = 0;         // of history, by time
   long requests = 0;
   bool hasNews = false;        // something happened that the terminal would tell by an event

   void Open(const std::string &path);
   void Commit(const std::vector<std::string> &lines);
   long NewTicket() { return ++m_next; }
   long NowMsc() const;
   void Quote(const std::string &symbol, double bid, double ask);
   std::string Line(const BrokerOrder &order) const;
   std::string Line(const BrokerPosition &position) const;
   std::string Line(const BrokerDeal &deal) const;

   // A deal and what it does to positions. target: the position to close, on a hedging account; 0: none.
   long Deal(std::vector<std::string> &lines, BrokerOrder &order, double volume, double price, int reason, long target);
   bool Execute(const MqlTradeRequest &request, MqlTradeResult &result, const Answer *answer);
   bool ExecuteDeal(const MqlTradeRequest &request, MqlTradeResult &result, const Answer *answer);
   uint Check(const MqlTradeRequest &request) const;
   const BrokerPosition *FindPosition(long ticket) const;

   // What happens without the program.
   bool ClosePosition(long ticket, double volume, double price, int reason);
   bool FillPending(long ticket, double volume, double price);
   bool EndPending(long ticket, int state);
   bool MovePosition(long ticket, double sl, double tp);
};

extern Broker broker;
