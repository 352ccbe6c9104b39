// What a session begins with, in its order: the account, its symbols, how far each subscription is, what was not
// confirmed, READY. Then the reports as they come, and the account and symbols when they change.
#ifndef ORLEANS_RESUME_MQH
#define ORLEANS_RESUME_MQH

#include "../BridgeClient.mqh"
#include "../ExecutionGuard.mqh"
#include "Terminal.mqh"

#define ACCOUNT_PERIOD_MS 30000
#define ACCOUNT_LOOK_MS 1000
#define SYMBOLS_LOOK_MS 10000
#define REPORTS_WAITING_MAX 1024

#define PART_ACCOUNT 0
#define PART_SYMBOLS 1
#define PART_POSITIONS 2
#define PART_REPORTS 3
#define PART_READY 4
#define PART_LIVE 5

// The account's and the symbols' lines, which provider and subscriber tell alike.
class CAccountTeller
{
private:
   ARRAY(string, m_symbols);
   ARRAY(string, m_rules);
   double m_equity;
   double m_balance;
   bool m_trading;
   long m_toldAt;
   long m_lookedAt;
   long m_symbolsAt;
   int m_next;

   int IndexOf(const string symbol)
   {
      for(int i = 0; i < ArraySize(m_symbols); i++)
         if(m_symbols[i] == symbol)
            return(i);
      return(-1);
   }

   int Add(const string symbol)
   {
      int index = IndexOf(symbol);
      if(index >= 0 || !CanBeTold(symbol))
         return(index);
      index = ArraySize(m_symbols);
      if(index >= SYMBOLS_TOLD_MAX)
         return(-1);
      ArrayResize(m_symbols, index + 1, 64);
      ArrayResize(m_rules, index + 1, 64);
      m_symbols[index] = symbol;
      m_rules[index] = "";
      return(index);
   }

public:
   CAccountTeller(void)
   {
      Begin();
   }

   void Begin(void)
   {
      m_equity = 0;
      m_balance = 0;
      m_trading = false;
      m_toldAt = 0;
      m_lookedAt = 0;
      m_symbolsAt = 0;
      m_next = 0;
      ArrayResize(m_symbols, 0);
      ArrayResize(m_rules, 0);
   }

   void TellAccount(CBridgeClient &bridge)
   {
      m_equity = AccountInfoDouble(ACCOUNT_EQUITY);
      m_balance = AccountInfoDouble(ACCOUNT_BALANCE);
      m_trading = MayTrade();
      m_toldAt = bridge.LocalMs();
      bridge.Say(AccountLine(bridge.BridgeMs()));
   }

   // Says one symbol's rules if they are new; true: it was said.
   bool TellSymbol(CBridgeClient &bridge, const int index)
   {
      string rules = SymbolRules(m_symbols[index]);
      if(rules == m_rules[index])
         return(false);
      m_rules[index] = rules;
      return(bridge.Say(SymbolLine(m_symbols[index], rules)));
   }

   void CollectSymbols(void)
   {
      for(int i = 0; i < SymbolsTotal(true) && i < SYMBOLS_TOLD_MAX; i++)
         Add(SymbolName(i, true));
   }

   // All symbols of the Market Watch, as far as the pace allows. True: all are told.
   bool TellSymbols(CBridgeClient &bridge)
   {
      if(m_next == 0)
         CollectSymbols();
      while(m_next < ArraySize(m_symbols) && bridge.MaySay())
         TellSymbol(bridge, m_next++);
      if(m_next < ArraySize(m_symbols))
         return(false);
      m_next = 0;
      m_symbolsAt = bridge.LocalMs();
      return(true);
   }

   // The bridge wants a symbol: it is added to the Market Watch and told, known or not.
   void Watch(CBridgeClient &bridge, const string symbol)
   {
      if(SymbolIsThere(symbol))
         SymbolSelect(symbol, true);
      int index = Add(symbol);
      if(index < 0)
         bridge.Say(SymbolLine(symbol, SymbolRules(symbol)));
      else
      {
         m_rules[index] = "";
         TellSymbol(bridge, index);
      }
   }

   // A provider's symbol comes before the first of its signals.
   void EnsureTold(CBridgeClient &bridge, const string symbol)
   {
      int index = Add(symbol);
      if(index >= 0 && m_rules[index] == "")
         TellSymbol(bridge, index);
   }

   void Step(CBridgeClient &bridge)
   {
      long now = bridge.LocalMs();
      if(now - m_lookedAt < ACCOUNT_LOOK_MS || !bridge.MaySay())
         return;
      m_lookedAt = now;
      double moved = MathAbs(AccountInfoDouble(ACCOUNT_EQUITY) - m_equity);
      bool isNew = MayTrade() != m_trading || MoneyText(AccountInfoDouble(ACCOUNT_BALANCE)) != MoneyText(m_balance)
                   || (moved > 0.0 && moved * 1000.0 >= MathAbs(m_equity));
      if(isNew || now - m_toldAt >= ACCOUNT_PERIOD_MS)
         TellAccount(bridge);
      if(m_next > 0 || now - m_symbolsAt >= SYMBOLS_LOOK_MS)
         TellSymbols(bridge);
   }
};

class CResume
{
private:
   CAccountTeller m_teller;
   ARRAY(string, m_watches);
   int m_part;
   int m_next;

   void TellPositions(CExecutionGuard &guard, CBridgeClient &bridge)
   {
      while(m_next < ArraySize(guard.subscriptions) && bridge.MaySay())
      {
         bridge.Say("RESUME|" + guard.subscriptions[m_next].id + "|"
                    + IntegerToString(guard.subscriptions[m_next].last));
         m_next++;
      }
      if(m_next >= ArraySize(guard.subscriptions))
         m_part = PART_REPORTS;
   }

   // In order of their numbers, as the journal has them. True: all that may wait for a FIN at once are said.
   bool TellReports(CExecutionGuard &guard, CBridgeClient &bridge)
   {
      int count = ArraySize(guard.reports);
      for(int i = 0; i < count && i < REPORTS_WAITING_MAX; i++)
      {
         if(guard.reports[i].isSent)
            continue;
         if(!bridge.MaySay())
            return(false);
         guard.reports[i].isSent = bridge.Say("REP|" + IntegerToString(guard.reports[i].number) + "|"
                                              + guard.reports[i].subscription + "|"
                                              + IntegerToString(guard.reports[i].sequence) + "|"
                                              + guard.reports[i].kind + "|" + guard.reports[i].rest);
      }
      return(true);
   }

public:
   CResume(void)
   {
      m_part = PART_ACCOUNT;
      m_next = 0;
   }

   void Begin(CExecutionGuard &guard)
   {
      m_part = PART_ACCOUNT;
      m_next = 0;
      m_teller.Begin();
      ArrayResize(m_watches, 0);
      for(int i = 0; i < ArraySize(guard.reports); i++)
         guard.reports[i].isSent = false;
      // A subscription gets orders only after its SUB in this session.
      for(int i = 0; i < ArraySize(guard.subscriptions); i++)
         guard.subscriptions[i].isLive = false;
   }

   void Watch(const string symbol)
   {
      int count = ArraySize(m_watches);
      if(count >= SYMBOLS_TOLD_MAX)
         return;
      ArrayResize(m_watches, count + 1, 16);
      m_watches[count] = symbol;
   }

   void Step(CExecutionGuard &guard, CBridgeClient &bridge)
   {
      if(m_part == PART_ACCOUNT)
      {
         m_teller.TellAccount(bridge);
         m_part = PART_SYMBOLS;
      }
      if(m_part == PART_SYMBOLS && m_teller.TellSymbols(bridge))
         m_part = PART_POSITIONS;
      if(m_part == PART_POSITIONS)
         TellPositions(guard, bridge);
      if(m_part == PART_REPORTS && TellReports(guard, bridge))
         m_part = PART_READY;
      if(m_part == PART_READY && bridge.Say("READY"))
         m_part = PART_LIVE;
      if(m_part != PART_LIVE)
         return;
      TellReports(guard, bridge);
      for(int i = 0; i < ArraySize(m_watches); i++)
         m_teller.Watch(bridge, m_watches[i]);
      ArrayResize(m_watches, 0);
      m_teller.Step(bridge);
   }
};

#endif
