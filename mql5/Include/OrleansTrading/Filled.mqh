// What a pending order that is not live any more has opened. The watcher tells it, and an order to change or to remove the
// pending one tells it first: whoever gave it must not believe that nothing was opened.
#ifndef ORLEANS_FILLED_MQH
#define ORLEANS_FILLED_MQH

#include "../ExecutionGuard.mqh"
#include "Lookup.mqh"

#define FILLED_NOT 0
#define FILLED_LATER 1   // nobody knows yet: its end or its deals are still to come
#define FILLED_TOLD 2

// Tells what the watched order has opened, and watches the position from then on. An order leaves the live ones before
// history has it, and history has it before its deals, so that only all of them together say that nothing was opened.
int TellFilled(CExecutionGuard &guard, SWatch &watch, const int digits, const long bridgeMs)
{
   SOutcome outcome;
   SFacts facts;
   ulong order = (ulong)watch.order;
   if(!SelectHistorySince(watch.since) || !HistoryHasOrder(watch.order))
      return(FILLED_LATER);
   for(int i = 0; i < HistoryDealsTotal(); i++)
   {
      ulong deal = HistoryDealGetTicket(i);
      if(deal != 0 && HistoryDealGetInteger(deal, DEAL_ORDER) == watch.order && IsTrade(deal))
         facts.AddDeal(deal);
   }
   if(IsMoreToCome(order, facts.volume))
      return(FILLED_LATER);
   if(facts.volume == 0)
      return(IsRemovedState(HistoryOrderGetInteger(order, ORDER_STATE)) ? FILLED_NOT : FILLED_LATER);
   outcome.kind = "OPENED";
   outcome.order = watch.order;
   outcome.deal = facts.deal;
   outcome.volume = facts.volume;
   outcome.price = facts.price;
   outcome.commission = facts.commission;
   outcome.time = ServerToBridge(facts.timeMsc, bridgeMs);
   watch.isPending = false;
   watch.position = facts.position;
   watch.volume = facts.volume;
   watch.price = facts.price;
   watch.deals = facts.deals;
   bool isWritten = guard.Commit(guard.NewReport(watch.subscription, watch.sequence, outcome.kind, outcome.Rest(digits))
                                 + "\n" + watch.Record());
   return(isWritten ? FILLED_TOLD : FILLED_LATER);
}

#endif
